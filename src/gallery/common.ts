import type { ScenarioCable, ScenarioHost, Step } from '../sim/scenario.ts';
import type { Profile } from '../tcp/profile.ts';

/** Times of scenarios, microseconds. */
export const ms = (n: number): number => n * 1000;
export const s = (n: number): number => n * 1_000_000;

/**
 * A TCP without what would only be in the way of reading: no options but the MSS, every segment
 * acknowledged at once, and a window of 65,535.
 */
export const PLAIN: Partial<Profile> = {
  timestamps: false,
  sack: false,
  windowScaling: false,
  receiveBuffer: 65_535,
  quickAcks: 1_000_000,
  nagle: false,
};

/** The client, with the initial sequence number 100 of the notes. */
export function client(o: Partial<ScenarioHost> = {}): ScenarioHost {
  return {
    name: 'A',
    title: { zh: '客户端', en: 'client' },
    iss: [100],
    ...o,
    set: { ...PLAIN, ...o.set },
  };
}

/** The server, with the initial sequence number 300 of the notes. */
export function server(o: Partial<ScenarioHost> = {}): ScenarioHost {
  return {
    name: 'B',
    title: { zh: '服务器', en: 'server' },
    iss: [300],
    ...o,
    set: { ...PLAIN, ...o.set },
  };
}

/** Someone else who can reach the server. */
export function attacker(o: Partial<ScenarioHost> = {}): ScenarioHost {
  return { name: 'X', title: { zh: '攻击者', en: 'attacker' }, ...o };
}

/** A to B: 50 ms each way. */
export const CABLE: ScenarioCable = { between: ['A', 'B'], delay: ms(50) };
/** X to B, the same. */
export const CABLE_X: ScenarioCable = { between: ['X', 'B'], delay: ms(50) };

/** B listens on port 80 and A connects to it at once: both are ESTABLISHED at 150 ms. */
export const OPENED: readonly Step[] = [
  { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
  { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
];
/** Its three segments. */
export const HANDSHAKE: readonly string[] = ['A S 100', 'B S. 300 a101', 'A . 101 a301'];
