import type { GatewayDependencies } from '../../dependencies.ts';
import { acknowledgeAlarm, listAlarms, showAlarm } from '../../operations/alarms.ts';
import { alarmInWords } from '../../operations/in-words.ts';
import type { alarmDetail, alarmPage } from './answers-alarms.ts';
import type { Handlers, ValueOf } from './call.ts';
import { sendJson } from './send-json.ts';

/** Alarms: listed, shown with their proofs, acknowledged. */
export function alarmHandlers(dependencies: GatewayDependencies): Handlers<'listAlarms' | 'showAlarm' | 'acknowledgeAlarm'> {
  return {
    listAlarms: async ({ request, response, actor, query, language }) => {
      const { alarms, next } = await listAlarms(dependencies, { actor, ...query });
      const shown = alarms.map((alarm) => alarmInWords(alarm, language));
      const page: ValueOf<typeof alarmPage> = { alarms: shown, ...(next === undefined ? {} : { next }) };
      sendJson(request, response, page, language);
    },
    showAlarm: async ({ request, response, actor, path, language }) => {
      const shown: ValueOf<typeof alarmDetail> = alarmInWords(await showAlarm(dependencies, { actor, ...path }), language);
      sendJson(request, response, shown, language);
    },
    acknowledgeAlarm: async ({ request, response, actor, path, body, language }) => {
      const alarm = await acknowledgeAlarm(dependencies, { actor, ...path, ...body });
      const shown: ValueOf<typeof alarmDetail> = alarmInWords(alarm, language);
      sendJson(request, response, shown, language);
    },
  };
}
