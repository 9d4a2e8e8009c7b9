import {
  type PacketAction,
  type Script,
  ScriptError,
  type SyscallAction,
} from '../../src/packetdrill/ast.ts';
import { parseScript } from '../../src/packetdrill/parse.ts';

export function parse(text: string, defines: Record<string, string | null> = {}): Script {
  return parseScript('t.pkt', text, { defines: new Map(Object.entries(defines)) });
}

/** The one packet of a script of one event. */
export function packet(text: string, defines: Record<string, string | null> = {}): PacketAction {
  const action = parse(`0 ${text}`, defines).events[0]?.action;
  if (action?.kind !== 'tcp' && action?.kind !== 'icmp') throw new Error('no packet');
  return action;
}

export function tcp(text: string, defines: Record<string, string | null> = {}) {
  const action = packet(text, defines);
  if (action.kind !== 'tcp') throw new Error('no TCP packet');
  return action;
}

export function options(text: string, defines: Record<string, string | null> = {}) {
  return tcp(`> S 0:0(0) ${text}`, defines).options;
}

export function call(text: string): SyscallAction {
  const action = parse(`0 ${text}`).events[0]?.action;
  if (action?.kind !== 'syscall') throw new Error('no system call');
  return action;
}

/** What is said of a script that does not follow the language. */
export function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ScriptError) return error.message;
    throw error;
  }
  throw new Error(`not refused: ${text}`);
}
