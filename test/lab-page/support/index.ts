export { axe } from './axe.ts';
export { addressOf, done, drawn, goTo, type Inside } from './bench.ts';
export { type Lab, type LabHook, type LabOptions, openLab } from './open.ts';
