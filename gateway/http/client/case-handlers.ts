import type { PublishedLegalSchema } from '../../../treaty/published-legal-schemas.ts';
import { publishedLegalSchemas } from '../../../treaty/published-legal-schemas.ts';
import { stopsSending } from '../../../treaty/rules/legal-finding.ts';
import { statisticsCsv } from '../../../treaty/statistics/statistics-csv.ts';
import { assessMessage } from '../../cases/assess-message.ts';
import { caseInWords } from '../../cases/case-in-words.ts';
import { countCases } from '../../cases/count-cases.ts';
import { listCases } from '../../cases/list-cases.ts';
import { showCase } from '../../cases/show-case.ts';
import type { GatewayDependencies } from '../../dependencies.ts';
import { GatewayError } from '../../error.ts';
import { findingInWords } from '../../operations/in-words.ts';
import type { assessment, caseDetail, casePage, schemaList, statistics } from './answers-cases.ts';
import type { Handlers, ValueOf } from './call.ts';
import { sendJson } from './send-json.ts';

type CaseOperation = 'listCases' | 'showCase' | 'assessMessage' | 'countCases' | 'listSchemas' | 'showSchema';

/** The register, the legal state of cases, statistics, and the schemas of typed messages. */
export function caseHandlers(dependencies: GatewayDependencies): Handlers<CaseOperation> {
  const schemas = publishedOnce();
  return {
    listCases: async ({ request, response, actor, query, language }) => {
      const page: ValueOf<typeof casePage> = await listCases(dependencies, { actor, ...query });
      sendJson(request, response, page, language);
    },
    showCase: async ({ request, response, actor, path, query, language }) => {
      const detail = await showCase(dependencies, { actor, ...path, ...query });
      // The ledger holds what `transportState` derived.
      const shown = caseInWords(detail, language) as ValueOf<typeof caseDetail>;
      sendJson(request, response, shown, language);
    },
    assessMessage: async ({ request, response, actor, body, language }) => {
      const { findings, completeness, basis } = await assessMessage(dependencies, { actor, ...body });
      const shown: ValueOf<typeof assessment> = {
        findings: findings.map((finding) => findingInWords(finding, language)),
        stops: stopsSending(findings),
        ...(completeness === undefined ? {} : { completeness: { ...completeness } }),
        ...(basis === undefined ? {} : { basis: { ...basis, carries: basis.carries.map((carrying) => ({ ...carrying })) } }),
      };
      sendJson(request, response, shown, language);
    },
    countCases: async ({ request, response, actor, query }) => {
      const counted: ValueOf<typeof statistics> & Awaited<ReturnType<typeof countCases>> = await countCases(dependencies, {
        actor,
        ...query,
      });
      if (request.accepts(['application/json', 'text/csv']) !== 'text/csv') return sendJson(request, response, counted);
      response
        .set({ 'Cache-Control': 'private, no-cache', Vary: 'Accept' })
        .type('text/csv; charset=utf-8')
        .send(statisticsCsv(counted.rows));
    },
    listSchemas: async ({ request, response, language }) => {
      const listed = [...schemas().values()].map(({ name, schema }) => ({ name, title: String(schema.title) }));
      sendJson(request, response, { schemas: listed } satisfies ValueOf<typeof schemaList>, language);
    },
    showSchema: async ({ request, response, path }) => {
      const found = schemas().get(path.name);
      if (found === undefined) throw new GatewayError('not-found', 'no such schema');
      sendJson(request, response, found.schema);
    },
  };
}

/** Made when somebody first asks: it takes longer than everything else a start does. */
function publishedOnce(): () => ReadonlyMap<string, PublishedLegalSchema> {
  let made: ReadonlyMap<string, PublishedLegalSchema> | undefined;
  return () => {
    made ??= new Map(publishedLegalSchemas().map((published) => [published.name, published]));
    return made;
  };
}
