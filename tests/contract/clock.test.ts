import { createGuardedClock } from '../../adapters/clock/guarded-clock.ts';
import { clockContract } from './clock.suite.ts';

clockContract('guarded wall clock', ({ wall, reference }) => createGuardedClock({ wall, authoritativeSources: [reference] }));
