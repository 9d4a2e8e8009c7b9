export { HostCounters } from './counters.ts';
export { Host, type HostOptions } from './host.ts';
export { NetInterface } from './interface.ts';
export { HostRoute, Routes } from './routes.ts';
