import type { UseConditions } from '../common/use-conditions.ts';
import type { RequestMessage } from '../requests/request-message.ts';
import type { AppointedTime } from '../requests/shared/appointment.ts';
import { appointmentAgrees } from '../requests/shared/appointment-agreement.ts';
import { absentAt, allOf, type Located } from './locate.ts';

/** The code H3 says that there are other restrictions; without their words it says nothing. */
export function restrictionsInWords(request: RequestMessage): Located {
  const found: Located[] = [];
  const walk = (value: unknown, pointer: string): void => {
    if (value === null || typeof value !== 'object') return;
    if (isUseConditions(value) && value.codes.includes('H3')) {
      found.push(value.restrictions === undefined ? absentAt(`${pointer}/restrictions`) : { status: 'present', missing: [] });
    }
    for (const [name, child] of Object.entries(value)) walk(child, `${pointer}/${name}`);
  };
  walk(request, '');
  return allOf(found);
}

function isUseConditions(value: object): value is UseConditions {
  return 'codes' in value && Array.isArray(value.codes);
}

/** Instant and local times of the hearing, of its alternatives and of the test say the same moment. */
export function appointmentsAgree(request: RequestMessage): Located {
  if (request.requestType !== 'video-hearing') return allOf([]);
  const { appointment, alternatives = [], test } = request.particulars;
  const check = (time: AppointedTime | undefined, pointer: string): Located => {
    if (time === undefined) return { status: 'not-applicable', missing: [] };
    return appointmentAgrees(time) ? { status: 'present', missing: [] } : absentAt(pointer);
  };
  return allOf([
    check(appointment, '/particulars/appointment'),
    ...alternatives.map((time, index) => check(time, `/particulars/alternatives/${index}`)),
    check(test, '/particulars/test'),
  ]);
}
