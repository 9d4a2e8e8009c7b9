import { expect, it } from 'vitest';
import type { EpollEvent } from '../../src/posix/index.ts';
import { world } from './world.ts';
