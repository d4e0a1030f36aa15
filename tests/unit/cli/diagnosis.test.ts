import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../compose/configuration/error.ts';
import {
  connectFault,
  handshakeFault,
  isRefusalOfOurs,
  isWithoutRoot,
  platformCode,
} from '../../../compose/diagnosis/connection-faults.ts';
import { diagnosisOf, Findings } from '../../../compose/diagnosis/finding.ts';
import { diagnosisLines } from '../../../compose/diagnosis/report-lines.ts';
import { CHECK_TEXTS } from '../../../compose/diagnosis/texts/checks.ts';
import { FINDING_TEXTS } from '../../../compose/diagnosis/texts/findings.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { rowNameOf } from '../../../gateway/problems/table.ts';

describe('the words of findings', () => {
  it('are there in four languages, each a whole sentence', () => {
    for (const [name, { title, advice }] of Object.entries(FINDING_TEXTS)) {
      for (const texts of [title, advice]) {
        expect([name, Object.keys(texts)]).toEqual([name, [...LANGUAGES]]);
        expect(new Set(Object.values(texts)).size).toBe(LANGUAGES.length);
        for (const text of Object.values(texts)) expect(text).toMatch(/^\p{Lu}.*\.$/u);
      }
    }
    for (const texts of Object.values(CHECK_TEXTS)) expect(new Set(Object.values(texts)).size).toBe(LANGUAGES.length);
  });

  it('are not those of the one error table under the same code', () => {
    expect(Object.keys(FINDING_TEXTS).filter((name) => rowNameOf(name) !== undefined)).toEqual([]);
  });
});

describe('what the platform says of a connection', () => {
  it.each([
    ['ECONNREFUSED', 'connection-refused'],
    ['ETIMEDOUT', 'connection-timeout'],
    ['ENETUNREACH', 'network-unreachable'],
    ['EHOSTUNREACH', 'network-unreachable'],
    ['EACCES', 'connection-failed'],
  ])('%s before it stands: %s', (code, name) => expect(connectFault(code)).toBe(name));

  it.each([
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-version'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls-version'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'tls-no-agreement'],
    ['ECONNRESET', 'tls-cut'],
    ['ETIMEDOUT', 'tls-timeout'],
  ])('%s during TLS: %s', (code, name) => expect(handshakeFault(code)).toBe(name));

  it.each(['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE'])(
    '%s is a refusal of our certificate',
    (code) => expect(isRefusalOfOurs(code)).toBe(true),
  );

  it('tells a missing root from what is looked at apart', () => {
    expect(['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT'].every(isWithoutRoot)).toBe(
      true,
    );
    expect(['CERT_HAS_EXPIRED', 'INVALID_PURPOSE', 'ERR_TLS_CERT_ALTNAME_INVALID'].some(isWithoutRoot)).toBe(false);
    expect(isRefusalOfOurs('ECONNRESET')).toBe(false);
  });

  it('shows codes alone, never a message', () => {
    expect(platformCode(Object.assign(new Error('secret'), { code: 'EPROTO' }))).toBe('EPROTO');
    expect(platformCode(Object.assign(new Error('secret'), { code: 'a secret\u001b' }))).toBe('Error');
    expect(platformCode(undefined)).toBe('Error');
  });
});

describe('a diagnosis', () => {
  it('has faults first, and says in words what comes of it', () => {
    const findings = new Findings();
    findings.warning('clocks-differ', 'peer\u001b[2J', '+10 s');
    findings.error(new ConfigurationError('secret-readable-by-others', 'key: set its mode to 600'), 'keys');
    findings.told('of-a-later-version', 'gateway');
    findings.pass('connected', 'peer');
    const report = diagnosisOf('doctor', findings, new Date(0));
    expect(report.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['secret-readable-by-others', 'fault'],
      ['of-a-later-version', 'fault'],
      ['clocks-differ', 'warning'],
    ]);
    expect(report.healthy).toBe(false);
    for (const language of LANGUAGES) for (const line of diagnosisLines(report, language)) expect(line).not.toMatch(/\p{C}/u);
    const [first, , second] = diagnosisLines(report, 'en');
    expect([first, second]).toEqual(['Something does not work.', expect.stringMatching(/^x keys: .*\[secret-readable-by-others\]$/)]);
    expect(diagnosisLines(diagnosisOf('doctor', new Findings(), new Date(0)), 'pt')).toEqual(['Tudo o que foi verificado está em ordem.']);
  });
});
