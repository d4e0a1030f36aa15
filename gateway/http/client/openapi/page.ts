import { createHash } from 'node:crypto';
import type { DocumentedAnswer, DocumentedOperation, DocumentedParameter, OpenApiDocument } from './document.ts';
import { escapeHtml, paragraphs } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { schemaTable, typeOf } from './schema-table.ts';

export interface DocumentationPage {
  html: string;
  /** For `style-src` of the content security policy. */
  styleDigest: string;
}

/** The document as one page without script: headings, landmarks and tables that also a screen reader can walk. */
export function documentationPage(document: OpenApiDocument): DocumentationPage {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const sections = document.tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return `<section aria-labelledby="${idOf(name)}"><h2 id="${idOf(name)}">${escapeHtml(name)}</h2>${paragraphs(description)}${own.map(operationSection).join('')}</section>`;
  });
  const { title, version, summary, description } = document.info;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><h1>${escapeHtml(title)} <small>${escapeHtml(version)}</small></h1><p>${escapeHtml(summary)} <a href="openapi.json">OpenAPI document</a></p></header>
<nav aria-label="Operations">${navigation(document, operations)}</nav>
<main id="main">
${paragraphs(description)}
<section aria-labelledby="authentication"><h2 id="authentication">Authentication</h2>${authentication(document)}</section>
${sections.join('\n')}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas)
  .map(
    ([name, schema]) =>
      `<section aria-labelledby="schema-${name}"><h3 id="schema-${name}">${name}</h3>${schemaTable(schema, name)}</section>`,
  )
  .join('\n')}
</section>
</main>
</body>
</html>
`;
  return { html, styleDigest: `sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}` };
}

interface Listed {
  method: string;
  path: string;
  operation: DocumentedOperation;
}

function idOf(name: string): string {
  return `about-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

function navigation(document: OpenApiDocument, operations: readonly Listed[]): string {
  const groups = document.tags.map(({ name }) => {
    const links = operations
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ operation }) => `<li><a href="#${operation.operationId}">${escapeHtml(operation.summary)}</a></li>`);
    return `<li><a href="#${idOf(name)}">${escapeHtml(name)}</a><ul>${links.join('')}</ul></li>`;
  });
  return `<ul><li><a href="#authentication">Authentication</a></li>${groups.join('')}<li><a href="#schemas">Schemas</a></li></ul>`;
}

function authentication({ components }: OpenApiDocument): string {
  return Object.entries(components.securitySchemes)
    .map(([name, scheme]) => `<h3>${escapeHtml(name)}</h3>${paragraphs(String(scheme.description ?? ''))}`)
    .join('');
}

function operationSection({ method, path, operation }: Listed): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return `<article aria-labelledby="${operationId}">
<h3 id="${operationId}">${escapeHtml(summary)}</h3>
<p class="route"><strong>${method}</strong> <code>${escapeHtml(path).replaceAll('/', '/<wbr>')}</code></p>
${paragraphs(description)}
${parameters.length === 0 ? '' : parameterTable(parameters, summary)}
${requestBody === undefined ? '' : `<h4>Body</h4>${paragraphs(requestBody.description)}${contents(requestBody.content)}`}
<h4>Answers</h4>
${answerList(responses)}
</article>`;
}

function parameterTable(parameters: readonly DocumentedParameter[], summary: string): string {
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td>${place}${required ? ', required' : ''}</td><td>${typeOf(schema)}</td><td>${paragraphs(description)}</td></tr>`,
  );
  const head = '<tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">Form</th><th scope="col">Meaning</th></tr>';
  return `<h4>Parameters</h4><div class="wide" tabindex="0" role="region" aria-label="Parameters of: ${escapeHtml(summary)}"><table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function answerList(responses: Record<string, DocumentedAnswer>): string {
  const items = Object.entries(responses).map(([status, { description, content, headers }]) => {
    const named = Object.entries(headers ?? {}).map(
      ([name, header]) => `<li><code>${escapeHtml(name)}</code>: ${paragraphs(header.description, 'span')}</li>`,
    );
    const list = named.length === 0 ? '' : `<ul>${named.join('')}</ul>`;
    return `<dt>${status}</dt><dd>${paragraphs(description)}${content === undefined ? '' : contents(content)}${list}</dd>`;
  });
  return `<dl class="answers">${items.join('')}</dl>`;
}

function contents(content: Record<string, { readonly schema?: unknown }>): string {
  const items = Object.entries(content).map(([mediaType, { schema }]) => {
    const form = schema === undefined ? 'octets' : typeOf(schema as Record<string, unknown>);
    return `<li><code>${escapeHtml(mediaType)}</code>: ${form}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}
