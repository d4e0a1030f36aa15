import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../gateway/http/client/openapi/document.ts';
import { escapeHtml, paragraphs } from '../../../gateway/http/client/openapi/html.ts';
import { documentationPage } from '../../../gateway/http/client/openapi/page.ts';

const document = openApiDocument();
const { html, styleDigest } = documentationPage(document);

describe('the documentation page', () => {
  it('needs nothing that its content security policy forbids', () => {
    expect(html).not.toMatch(/<script|<iframe|<img|<link|<form|\son[a-z]+=|\sstyle=|javascript:|https?:\/\//i);
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    expect(styleDigest).toBe(`sha256-${createHash('sha256').update(style).digest('base64')}`);
  });

  it('leads from each link to a place that is there once', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    const labels = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  it('has one first heading, and no heading that skips a level', () => {
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it('closes every element that it opens, in order', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of html.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (['meta', 'wbr'].includes(name)) continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('shows every path and every schema', () => {
    for (const path of Object.keys(document.paths)) expect(html.replaceAll('<wbr>', '')).toContain(`<code>${escapeHtml(path)}</code>`);
    for (const name of Object.keys(document.components.schemas)) expect(html).toContain(`<h3 id="schema-${name}">`);
  });

  it('takes text as text', () => {
    expect(paragraphs('<b>&"\'\n\n`<i>` **<u>**')).toBe(
      '<p>&lt;b&gt;&amp;&quot;&#39;</p><p><code>&lt;i&gt;</code> <strong>&lt;u&gt;</strong></p>',
    );
  });
});
