import assert from 'node:assert/strict';
import { completeAnswers, parseAnswers } from '../../../compose/installation/answers.ts';
import { QUESTION_NAMES, QUESTIONS } from '../../../compose/installation/questions.ts';
import type { FuzzTarget } from '../target.ts';

const SEED = {
  country: 'XC',
  name: 'Autoridad Central',
  host: 'pasarela.invalid',
  'peer-port': 8443,
  languages: ['es', 'pt'],
  'timestamp-url': 'https://timestamp.invalid/',
  client: ['operator:guardia:guardia.crt.pem'],
};

/** Whatever is accepted answers a question, each in its form. */
export const target: FuzzTarget = {
  name: 'installation-answers',
  seeds: () => [Buffer.from(JSON.stringify(SEED)), Buffer.from('{}')],
  run(input) {
    const { answers } = completeAnswers(parseAnswers(input, 'answers.json').answers);
    for (const [name, texts] of Object.entries(answers)) {
      const known = QUESTION_NAMES.find((question) => question === name);
      assert.ok(known !== undefined && texts.every((text) => QUESTIONS[known].accepts(text)));
    }
  },
  // Faults are told, never thrown.
  acceptable: () => false,
};
