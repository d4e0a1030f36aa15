import type { Handlers } from './call.ts';
import { openApiDocument } from './openapi/document.ts';
import { documentationPage } from './openapi/page.ts';
import { sendJson } from './send-json.ts';

/** No script, no frame, nothing from elsewhere; the one style sheet stands in the page and is named by its digest. */
export function documentationHandlers(): Handlers<'showOpenApi' | 'showDocumentation'> {
  const document = openApiDocument();
  const page = documentationPage(document);
  return {
    showOpenApi: async ({ request, response }) => sendJson(request, response, document),
    showDocumentation: async ({ response }) => {
      response.set({
        'Content-Security-Policy': `default-src 'none'; style-src '${page.styleDigest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-cache',
      });
      response.type('text/html; charset=utf-8').send(page.html);
    },
  };
}
