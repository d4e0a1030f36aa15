import type { Finding } from '../../../audit/verify/finding.ts';
import type { TransportState } from '../../../evidence/transport-state.ts';
import type { ToolScope } from './places.ts';
import { PAYLOADS, RECEIPTS } from './receipts-script.ts';
import { operand, quoted } from './shell.ts';
import type { Tool } from './tools.ts';

/** The rows of the table of receipts, through awk; in a program no single quotes. */
function awk(program: string, variables: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries(variables).map(([name, value]) => `-v ${name}=${quoted(value)} `);
  return `awk -F '\\t' ${given.join('')}'${program}' ${RECEIPTS}`;
}

/** Everything that a receipt names as previous is another receipt of the bundle. */
const CHAIN = awk(
  '{ known[$2]; names[$2] = $7 } END { for (one in names) { n = split(names[one], part, ","); for (i = 1; i <= n; i++) if (!(part[i] in known)) { print one " names " part[i]; bad = 1 } } exit bad }',
);

/** From 1 on, without a gap, for every issuer. */
const SEQUENCES = `cut -f 3,4 ${RECEIPTS} | sort -u -t "$(printf '\\t')" -k 1,1 -k 2,2n | awk -F '\\t' '$2 != ++count[$1] { print; bad = 1 } END { exit bad }'`;

/** What cannot be said twice, nor both of two things: docs/transport-states.md. */
const CONFLICTS = awk(
  [
    'function said(event) { return (event in stated) } function both(one, other) { if (said(one) && said(other)) { print one " and " other; bad = 1 } }',
    '{ if (numbers[$3, $4]++ || identifiers[$9]++) { print "twice: " $0; bad = 1 }',
    ' if ($5 !~ /Notification/ && $8 != "relay" && events[$3, $5]++) { print "twice: " $0; bad = 1 }',
    ' if ($8 != "relay") stated[$5] = $4; if ($8 == "recipient") answered = 1 }',
    'END { both("SubmissionRejection", "SubmissionAcceptance"); both("SubmissionRejection", "RelayFailure");',
    ' both("RelayFailure", "DeliveryUnconfirmed"); both("RelayFailure", "HandoverUnconfirmed");',
    ' both("RelayRejection", "RelayAcceptance"); both("RelayRejection", "ContentConsignment"); both("RelayRejection", "ContentHandover");',
    ' both("ContentConsignmentFailure", "ContentConsignment"); both("ContentConsignmentFailure", "ContentHandover");',
    ' if (said("ContentHandover") && said("ContentHandoverFailure") && stated["ContentHandoverFailure"] + 0 > stated["ContentHandover"] + 0) bad = 1;',
    ' if (answered && (said("SubmissionRejection") || said("RelayFailure"))) { print "answered after the end"; bad = 1 } exit bad }',
  ].join(''),
);

/** The later receipt names the earlier one, or one that does; and five minutes are what two clocks may differ. */
const ORDER =
  '$8 != "relay" && $5 == earlier && !x { x = $2; s = $10; i = $3; t = $6 } $8 != "relay" && $5 == later && !y { y = $2; u = $10; j = $3; v = $6 } { names[$2] = $7 } END { waiting[n = 1] = y; for (k = 1; k <= n; k++) { m = split(names[waiting[k]], part, ","); for (p = 1; p <= m; p++) { if (part[p] == x) found = 1; if (!(part[p] in seen)) { seen[part[p]]; waiting[++n] = part[p] } } } print t, v; exit !(found && (i == j ? v >= t : u - s >= -301)) }';

/** The event that ends a message in each terminal state, from the least to the most that can be said. */
const ENDS: Readonly<Partial<Record<TransportState, string>>> = {
  rejected: 'SubmissionRejection',
  failed: 'RelayFailure',
  refused: 'RelayRejection',
  'not-consigned': 'ContentConsignmentFailure',
  'not-collected': 'ContentHandoverFailure',
  'handed-over': 'ContentHandover',
};
const STATE =
  '$8 != "relay" { said[$5] } END { n = split(ends, list, " "); for (i = 1; i <= n; i++) if (list[i] in said) last = list[i]; print last; exit last != end }';

/** The story that the receipts of a bundle tell. */
export function storyTool(finding: Finding, { draft }: ToolScope): Tool | undefined {
  const { check, verdict, subject } = finding;
  const passed = verdict === 'PASSED';
  // The table also has receipts that are set aside because they are about another envelope, or not their issuer's to state.
  const allCount = draft.findings.every((other) => other.check !== 'evidence-conflicts' || other.verdict === 'PASSED');
  switch (check) {
    case 'evidence-chain':
      return { command: CHAIN, decides: passed };
    case 'issuer-sequences':
      return { command: SEQUENCES, decides: passed && allCount };
    case 'evidence-conflicts':
      return { command: CONFLICTS, decides: passed };
    case 'event-order': {
      const [earlier = '', later = ''] = subject.split(' < ');
      return { command: awk(ORDER, { earlier, later }), decides: passed || finding.code === 'later-is-named-as-previous' };
    }
    case 'transport-state': {
      const end = ENDS[subject as TransportState];
      if (end === undefined) return { command: `cut -f 3,5,6 ${RECEIPTS}`, decides: false };
      return { command: awk(STATE, { end, ends: Object.values(ENDS).join(' ') }), decides: passed && allCount };
    }
    case 'message-identity':
      return identityTool(finding);
    case 'deadlines':
      return { command: `jq '.deadlines // empty' ${PAYLOADS}/*.json && cut -f 5,6 ${RECEIPTS}`, decides: false };
    default:
      return undefined;
  }
}

/** Every signed object names one message: this one. */
function identityTool({ verdict, subject }: Finding): Tool {
  const named = (files: string) => `jq -r '.messageIdentifier // .messageId' ${files} | sort -u`;
  if (verdict !== 'PASSED') return { command: named(`${PAYLOADS}/*.json`), decides: false };
  return { command: `test "$(${named(`${PAYLOADS}/*.json`)})" = ${operand(subject)}`, decides: true };
}
