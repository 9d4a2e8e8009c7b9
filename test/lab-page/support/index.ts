export { axe } from './axe.ts';
export { type Lab, type LabHook, type LabOptions, openLab } from './open.ts';
