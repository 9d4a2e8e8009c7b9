import type { Intervention, Scenario, ScenarioFault } from '../../src/sim/index.ts';

/** A connection from its first segment to the end of TIME-WAIT, between two hosts of profile `linux`. */
export const openAndClose: Scenario = {
  id: 'open-and-close',
  title: { en: 'A connection is opened, used and closed', zh: '一个连接的一生' },
  hosts: [
    { name: 'A', title: { en: 'client', zh: '客户端' } },
    { name: 'B', title: { en: 'server', zh: '服务器' } },
  ],
  cables: [{ between: ['A', 'B'], delay: 50_000 }],
  steps: [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
    { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
    {
      host: 'A',
      when: { on: 'connected', after: 100_000 },
      do: { call: 'send', text: 'What time is it?\n' },
    },
    { host: 'B', when: { on: 'received' }, do: { call: 'send', text: 'High noon.\n' } },
    { host: 'A', when: { on: 'received', after: 100_000 }, do: { call: 'close' } },
    { host: 'B', when: { on: 'ended', after: 200_000 }, do: { call: 'close' } },
  ],
};

/** Things done to segments by name, as interventions. */
export function faults(...list: readonly ScenarioFault[]): Intervention[] {
  return list.map((f) => ({ kind: 'fault', ...f }));
}
