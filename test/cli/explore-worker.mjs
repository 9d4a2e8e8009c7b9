/* The worker of `synwave explore` as it stands in the sources, which Node by itself does not run. */
import { register } from 'tsx/esm/api';

register();
await import('../../src/cli/explore-worker.ts');
