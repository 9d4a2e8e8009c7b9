export { HostCounters } from './counters.ts';
export { Host, type HostOptions } from './host.ts';
export { NetInterface } from './interface.ts';
export { HostRoute, type RouteMetrics, Routes } from './routes.ts';
export { Tunnel } from './tunnel.ts';
