export { Inspector as default } from './inspector.tsx';
