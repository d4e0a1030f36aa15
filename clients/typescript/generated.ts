// Generated from docs/openapi.json by `node bootstrap/run.mjs clients/typescript/generator/main.ts`: Valija client API 1.0.0.
// A test fails when it is not what that document says. Change the document, not this file.

import type { ReceivedContent, ReceivedHeaders, SentFile, SentOctets, Transport } from './transport.ts';

export interface AcknowledgementRequest {
  /** What came of it: kept encrypted, and committed to by an entry of the log. */
  note: string;
}

/** Something that a person should see, with what shows it to anybody. */
export interface AlarmDetail {
  id: string;
  /** A code of docs/errors.md. */
  code: string;
  /** What is the case, as a sentence in the language of the answer. */
  text: string;
  /** What to do next, in the language of the answer. */
  advice: string;
  /** The message it is about. */
  message?: {
    /** `outbound`: this gateway sent it; `inbound`: it received it. */
    direction: 'outbound' | 'inbound';
    sender: string;
    messageId: string;
  };
  /** The authority from which it came. */
  peer?: string;
  raisedAt: string;
  /** Absent while it is open. */
  acknowledgedAt?: string;
  /** The alarm of the same code, message and peer that was acknowledged before this one was raised. */
  earlier?: string;
  acknowledgement?: {
    /** Identifier of the operator; `gateway` where the gateway itself found that it is over. */
    by: string;
    note?: string;
  };
  proofs: {
    /** Of the document; the log of the gateway commits to it. */
    sha256: string;
    /** `valija-alarm-proof/1` or `valija-fork/1` of docs/formats.md, verbatim. */
    document: string;
  }[];
}

/** Alarms, the oldest first. */
export interface AlarmPage {
  alarms: {
    id: string;
    /** A code of docs/errors.md. */
    code: string;
    /** What is the case, as a sentence in the language of the answer. */
    text: string;
    /** What to do next, in the language of the answer. */
    advice: string;
    /** The message it is about. */
    message?: {
      /** `outbound`: this gateway sent it; `inbound`: it received it. */
      direction: 'outbound' | 'inbound';
      sender: string;
      messageId: string;
    };
    /** The authority from which it came. */
    peer?: string;
    raisedAt: string;
    /** Absent while it is open. */
    acknowledgedAt?: string;
    /** The alarm of the same code, message and peer that was acknowledged before this one was raised. */
    earlier?: string;
    /** How many signed documents are kept that show it to anybody. */
    proofs: number;
  }[];
  /** Where the next page begins. */
  next?: string;
}

/** What the treaty model says of a message that has not been sent. */
export interface Assessment {
  findings: LegalFinding[];
  /** Sending it takes a supervisor and a reason. */
  stops: boolean;
  /** What the request lacks, and who asks for it. */
  completeness?: {
    complete: boolean;
  };
  /** Which instruments carry the request, and why the others do not. */
  basis?: {
    carries: {
      instrument: string;
    }[];
  };
}

export interface AssessmentRequest {
  recipient: string;
  /** The conversation it would belong to; left out, it begins one. */
  conversation?: string;
  lane?: 'urgent' | 'ordinary' | 'bulk';
  /** The typed message; the schema of each kind is published (`/api/v1/schemas`). */
  legal: {
    format: 'valija-legal/1';
    kind:
      | 'request'
      | 'prior-contact'
      | 'oral-request'
      | 'oral-confirmation'
      | 'advance-copy'
      | 'paper-original'
      | 'acknowledgement'
      | 'transfer'
      | 'supplement-request'
      | 'supplement'
      | 'translation-defective'
      | 'status-enquiry'
      | 'status-answer'
      | 'consultation'
      | 'cost-consultation'
      | 'consultation-answer'
      | 'conditions-offered'
      | 'conditions-accepted'
      | 'conditions-declined'
      | 'refusal'
      | 'postponement'
      | 'delay'
      | 'cannot-meet-date'
      | 'cannot-keep-confidential'
      | 'confidentiality-decision'
      | 'partial-reply'
      | 'reply'
      | 'proof-of-service'
      | 'return-of-objects'
      | 'other-use-request'
      | 'other-use-granted'
      | 'other-use-refused'
      | 'exculpatory-notice'
      | 'withdrawal'
      | 'off-channel-dispatch'
      | 'off-channel-receipt';
  };
}

/** Entries of the log, each held against what the gateway has under its digest. */
export interface AuditedEntryPage {
  /** How many entries of each type. */
  types: Record<string, number>;
  /** Entries whose receipt, header or record is not here. */
  unmatched: {
    index: number;
    type:
      | 'evidence'
      | 'envelope'
      | 'statement'
      | 'submission'
      | 'intent'
      | 'outcome'
      | 'access'
      | 'override'
      | 'administration'
      | 'purge'
      | 'condition';
  }[];
  /** `from` of the next page. */
  next?: number;
}

/** Messages of a period, each held against its receipts and the log. */
export interface AuditedMessagePage {
  messages: {
    /** `outbound`: this gateway sent it; `inbound`: it received it. */
    direction: 'outbound' | 'inbound';
    sender: string;
    recipient: string;
    messageId: string;
    state: string;
    createdAt: string;
    receipts: number;
    /** Those that a peer issued. */
    receiptsOfPeers: number;
    /** Of these, those that the log of their issuer is proven to hold; only where that was asked for. */
    receiptsInPeersLogs?: number;
    /** First and last index of its entries in the log. */
    entries?: {
      first: number;
      last: number;
    };
    findings: {
      /** What does not go together. */
      code: string;
      /** A digest, or what the code speaks of. */
      subject: string;
    }[];
  }[];
  /** Where the next page begins; a page may be short. */
  next?: string;
}

/** A backup that was begun since the process started. */
export interface Backup {
  identifier: string;
  folder: string;
  startedAt: string;
  finishedAt?: string;
  /** Why it failed; a code of docs/errors.md. */
  code?: string;
  /** Name of the generation in the folder. */
  generation?: string;
  /** Files of the whole backup. */
  files?: number;
  octets?: number;
  /** What had to be copied now: the rest was there from before. */
  copiedFiles?: number;
  copiedOctets?: number;
  /** SHA-256 of the signed statement. */
  statementDigest?: string;
  state: 'running' | 'done' | 'failed';
}

export interface BackupRequest {
  /** Absolute path on the machine of the gateway. */
  folder: string;
  /** Generations that stay, this one included. */
  keep?: number;
}

/** A case with everything that both sides have said. */
export interface CaseDetail {
  registerNumber: string;
  conversation: string;
  /** The other authority. */
  peer: string;
  /** Which way the message went that opened the case here. */
  openedBy: 'outbound' | 'inbound';
  openedAt: string;
  /** Number of the case in the register of the other authority. */
  peerRegisterNumber?: string;
  references: {
    own: {
      system: string;
      number: string;
      authority: string;
      authoritative?: true;
    }[];
    peer: {
      system: string;
      number: string;
      authority: string;
      authoritative?: true;
    }[];
  };
  /** Where the request stands in law: a function of the set of messages, whatever order they came in. */
  legal: {
    /** The request that the case is about. */
    request?: string;
    state:
      | 'preliminary'
      | 'announced'
      | 'requested'
      | 'acknowledged'
      | 'supplement-awaited'
      | 'in-consultation'
      | 'conditions-offered'
      | 'postponed'
      | 'partly-answered'
      | 'passed-on'
      | 'answered'
      | 'refused'
      | 'withdrawn'
      | 'transferred';
    /** The state as lawyers call it, in the language of the answer. */
    stateTerm: string;
    /** What it means, as a sentence. */
    stateText: string;
    outcome?: 'answered' | 'refused' | 'withdrawn' | 'transferred';
    /** It has ended, and nothing is left to do. */
    closed: boolean;
    openItems: {
      kind:
        | 'to-confirm'
        | 'acknowledgement'
        | 'supplement'
        | 'translation'
        | 'status-enquiry'
        | 'consultation'
        | 'costs'
        | 'conditions'
        | 'confidentiality'
        | 'resumption'
        | 'other-use'
        | 'objects-to-return'
        | 'paper-original'
        | 'off-channel-receipt';
      message: string;
      turn: 'requesting' | 'requested';
      since: string;
      by?: string;
      text: string;
    }[];
    /** Who has to do something next. */
    turn: ('requesting' | 'requested')[];
    /** When the clock of the request stood still. */
    pauses: {
      from: string;
      to?: string;
    }[];
    supplementRounds: number;
    translationRounds: number;
    stage?:
      | 'registered'
      | 'under-examination'
      | 'supplement-awaited'
      | 'forwarded-for-execution'
      | 'awaiting-court-decision'
      | 'in-execution'
      | 'awaiting-third-party'
      | 'postponed'
      | 'executed-in-part'
      | 'executed-being-returned'
      | 'completed';
    register?: {
      system: string;
      number: string;
      authority: string;
      authoritative?: true;
    };
    officer?: {
      name: string;
      functions: string;
      telephone?: string;
      email?: string;
      languages?: string[];
    };
    expectedOn?: string;
    acceptedConditions: string[];
    grantedUses: string[];
    /** What each side can say now. */
    next: {
      requesting: {
        kind:
          | 'request'
          | 'prior-contact'
          | 'oral-request'
          | 'oral-confirmation'
          | 'advance-copy'
          | 'paper-original'
          | 'acknowledgement'
          | 'transfer'
          | 'supplement-request'
          | 'supplement'
          | 'translation-defective'
          | 'status-enquiry'
          | 'status-answer'
          | 'consultation'
          | 'cost-consultation'
          | 'consultation-answer'
          | 'conditions-offered'
          | 'conditions-accepted'
          | 'conditions-declined'
          | 'refusal'
          | 'postponement'
          | 'delay'
          | 'cannot-meet-date'
          | 'cannot-keep-confidential'
          | 'confidentiality-decision'
          | 'partial-reply'
          | 'reply'
          | 'proof-of-service'
          | 'return-of-objects'
          | 'other-use-request'
          | 'other-use-granted'
          | 'other-use-refused'
          | 'exculpatory-notice'
          | 'withdrawal'
          | 'off-channel-dispatch'
          | 'off-channel-receipt';
        about: string[];
      }[];
      requested: {
        kind:
          | 'request'
          | 'prior-contact'
          | 'oral-request'
          | 'oral-confirmation'
          | 'advance-copy'
          | 'paper-original'
          | 'acknowledgement'
          | 'transfer'
          | 'supplement-request'
          | 'supplement'
          | 'translation-defective'
          | 'status-enquiry'
          | 'status-answer'
          | 'consultation'
          | 'cost-consultation'
          | 'consultation-answer'
          | 'conditions-offered'
          | 'conditions-accepted'
          | 'conditions-declined'
          | 'refusal'
          | 'postponement'
          | 'delay'
          | 'cannot-meet-date'
          | 'cannot-keep-confidential'
          | 'confidentiality-decision'
          | 'partial-reply'
          | 'reply'
          | 'proof-of-service'
          | 'return-of-objects'
          | 'other-use-request'
          | 'other-use-granted'
          | 'other-use-refused'
          | 'exculpatory-notice'
          | 'withdrawal'
          | 'off-channel-dispatch'
          | 'off-channel-receipt';
        about: string[];
      }[];
    };
    irregularities: {
      /** Number of the rule, for example `R01`. */
      rule: string;
      code: string;
      severity: 'stop' | 'warning' | 'advice';
      /** Where the rule comes from. */
      article?: string;
      /** To what it is about, in the typed message (RFC 6901). */
      pointer?: string;
      parameters?: Record<string, string>;
      /** The finding as a sentence, in the language of the answer. */
      text: string;
      messageId: string;
    }[];
    /** Messages about others that have not come. */
    waiting: {
      messageId: string;
      about: string;
    }[];
    elsewhere: string[];
    timeline: {
      messageId: string;
      kind:
        | 'request'
        | 'prior-contact'
        | 'oral-request'
        | 'oral-confirmation'
        | 'advance-copy'
        | 'paper-original'
        | 'acknowledgement'
        | 'transfer'
        | 'supplement-request'
        | 'supplement'
        | 'translation-defective'
        | 'status-enquiry'
        | 'status-answer'
        | 'consultation'
        | 'cost-consultation'
        | 'consultation-answer'
        | 'conditions-offered'
        | 'conditions-accepted'
        | 'conditions-declined'
        | 'refusal'
        | 'postponement'
        | 'delay'
        | 'cannot-meet-date'
        | 'cannot-keep-confidential'
        | 'confidentiality-decision'
        | 'partial-reply'
        | 'reply'
        | 'proof-of-service'
        | 'return-of-objects'
        | 'other-use-request'
        | 'other-use-granted'
        | 'other-use-refused'
        | 'exculpatory-notice'
        | 'withdrawal'
        | 'off-channel-dispatch'
        | 'off-channel-receipt';
      kindTerm: string;
      issuedAt: string;
      side?: 'requesting' | 'requested';
      /** Whether it had an effect. */
      counted: boolean;
      /** Where the request stood after it. */
      state:
        | 'preliminary'
        | 'announced'
        | 'requested'
        | 'acknowledged'
        | 'supplement-awaited'
        | 'in-consultation'
        | 'conditions-offered'
        | 'postponed'
        | 'partly-answered'
        | 'passed-on'
        | 'answered'
        | 'refused'
        | 'withdrawn'
        | 'transferred';
      stateTerm: string;
    }[];
  };
  /** The authorities through which the request passes, as both sides have told it, each with its own hand-over. */
  chain: {
    side: 'requesting' | 'requested';
    role:
      | 'originating-authority'
      | 'court'
      | 'foreign-ministry'
      | 'central-authority'
      | 'interpol-bureau'
      | 'diplomatic-mission'
      | 'executing-authority';
  }[];
  /** When the request came, what is due, and how pressing it is, in the time zone of the addressee. */
  times?: {
    /** The addressee publishes hours and a time zone; otherwise everything is counted in UTC. */
    officeKnown: boolean;
    instants: Record<
      string,
      {
        utc: string;
        /** As the clocks of the addressee showed it. */
        local: {
          date: string;
          time: string;
          offset: string;
        };
        timeZone: string;
      }
    >;
    /** The legal date of receipt and what it was computed from. */
    receipt?: {
      date: string;
      from: string;
      rule: string;
      moment: 'submitted' | 'accepted' | 'madeAvailable' | 'firstOpened' | 'acknowledged';
      /** An instant in UTC and at the place of the addressee. */
      at: {
        utc: string;
        /** As the clocks of the addressee showed it. */
        local: {
          date: string;
          time: string;
          offset: string;
        };
        timeZone: string;
      };
      rolledOver: boolean;
      confirmed: boolean;
      zoneKnown: boolean;
    };
    deadlines: {
      preset: string;
      instrument: string;
      article?: string;
      confirmed: boolean;
      deadline: unknown;
    }[];
    clocks: {
      clock:
        | 'custody'
        | 'provisional-arrest'
        | 'safe-conduct'
        | 'evidence-loss'
        | 'service-lead-time'
        | 'hearing'
        | 'wished-deadline'
        | 'limitation';
      since?: string;
      lastDay?: string;
      days: number;
      state?: 'running' | 'near' | 'past';
    }[];
    priority: {
      score: number;
      reasons: {
        criterion:
          | 'urgency'
          | 'libertyAtStake'
          | 'arrestBeforeTrial'
          | 'seriousness'
          | 'evidenceLossRisk'
          | 'evidenceLostOn'
          | 'limitationOn'
          | 'hearingOn'
          | 'reasonedDeadline'
          | 'stage'
          | 'age';
        points: number;
        of: number;
        value: string;
        text: string;
      }[];
    };
  };
  messages: {
    messageId: string;
    /** `outbound`: this gateway sent it; `inbound`: it received it. */
    direction: 'outbound' | 'inbound';
    submissionTime: string;
    state:
      | 'submitted'
      | 'accepted'
      | 'relayed'
      | 'delivery-unconfirmed'
      | 'consigned'
      | 'handover-unconfirmed'
      | 'rejected'
      | 'failed'
      | 'refused'
      | 'not-consigned'
      | 'not-collected'
      | 'handed-over';
    kind?:
      | 'request'
      | 'prior-contact'
      | 'oral-request'
      | 'oral-confirmation'
      | 'advance-copy'
      | 'paper-original'
      | 'acknowledgement'
      | 'transfer'
      | 'supplement-request'
      | 'supplement'
      | 'translation-defective'
      | 'status-enquiry'
      | 'status-answer'
      | 'consultation'
      | 'cost-consultation'
      | 'consultation-answer'
      | 'conditions-offered'
      | 'conditions-accepted'
      | 'conditions-declined'
      | 'refusal'
      | 'postponement'
      | 'delay'
      | 'cannot-meet-date'
      | 'cannot-keep-confidential'
      | 'confidentiality-decision'
      | 'partial-reply'
      | 'reply'
      | 'proof-of-service'
      | 'return-of-objects'
      | 'other-use-request'
      | 'other-use-granted'
      | 'other-use-refused'
      | 'exculpatory-notice'
      | 'withdrawal'
      | 'off-channel-dispatch'
      | 'off-channel-receipt';
  }[];
  /** Other cases with a reference or the letter in common. */
  sameRequest: RegisteredCase[];
}

/** Cases, the newest first. */
export interface CasePage {
  cases: RegisteredCase[];
  next?: string;
}

/** Changes of state in the order in which they were committed. */
export interface ChangeFeed {
  /** Positions count within an epoch; another epoch than before means: begin again (after a restore). */
  epoch: string;
  changes: StateChange[];
}

/** Signed states of logs that do not go together. */
export interface ContradictionPage {
  contradictions: {
    id: string;
    /** Name of the log. */
    origin: string;
    /** Whose log it is. */
    authority: string;
    /** `proven`: anybody can check it with the key of the log. Otherwise the log has not shown how the two go together. */
    kind: 'proven' | 'unproven' | 'rolled-back';
    foundAt: string;
    /** Who showed the second one, when it was not the gateway of the log. */
    shownBy?: string;
    /** The document `valija-fork/1` of docs/formats.md, verbatim. */
    proof: string;
  }[];
  /** Where the next page begins. */
  next?: string;
}

/** Work that gave up and waits for a person. */
export interface DeadLetterPage {
  deadLetters: {
    id: string;
    /** Kind of work: `prepare`, `transmit`, `open`, `return-evidence` and others. */
    kind: string;
    lane: 'urgent' | 'ordinary' | 'bulk';
    subject: string;
    detail?: string;
    peer?: string;
    /** Milliseconds since 1970. */
    dueAt: number;
    /** Milliseconds since 1970 after which trying makes no sense. */
    expiresAt?: number;
    /** `ready` is tried again, `leased` is being done, `dead` waits for an operator. */
    state: 'ready' | 'leased' | 'dead';
    attempts: number;
    lastError?: string;
    lease?: number;
    leaseUntil?: number;
  }[];
}

/** A signed receipt. */
export interface Evidence {
  /** What the receipt states (EN 319 522). */
  event:
    | 'SubmissionAcceptance'
    | 'SubmissionRejection'
    | 'RelayAcceptance'
    | 'RelayRejection'
    | 'RelayFailure'
    | 'ContentConsignment'
    | 'ContentConsignmentFailure'
    | 'ConsignmentNotification'
    | 'ConsignmentNotificationFailure'
    | 'ContentHandover'
    | 'ContentHandoverFailure'
    | 'DeliveryUnconfirmed'
    | 'HandoverUnconfirmed';
  /** The same as a sentence for people, in the language of the answer. */
  text: string;
  issuer: string;
  /** Which part the issuer plays in this message. */
  role: 'sender' | 'recipient' | 'relay';
  eventTime: string;
  evidenceIdentifier: string;
  /** Names this receipt in the graph. */
  evidenceDigest: string;
  /** Counts the receipts of this issuer about this message, from 1. */
  issuerSequence: number;
  /** Edges of the graph: the receipts that the issuer knew when it signed. */
  previous: {
    evidenceDigest: string;
    issuer: string;
  }[];
  /** URIs of the reasons stated. */
  reasons: string[];
  /** The reasons as sentences, in the language of the answer. */
  reasonTexts: string[];
  /** The signed object itself: flattened JWS (JAdES) as text. */
  evidence: string;
  /** Salt of its entry in the log of its issuer. */
  salt: string;
}

/** Receipts in the order in which they were stored. */
export interface EvidenceList {
  evidence: Evidence[];
}

/** The receipt that states the hand-over; the same one for ever. */
export interface Handover {
  /** E.1 as a flattened JWS. */
  evidence: string;
  salt: string;
}

export interface HandoverRequest {
  /** SHA-256 of the package that is taken over, hexadecimal: compute it from the octets fetched. */
  packageDigest: string;
}

/** What a legal rule found. Of a received message it is an irregularity and no more: a person decides. */
export interface LegalFinding {
  /** Number of the rule, for example `R01`. */
  rule: string;
  code: string;
  severity: 'stop' | 'warning' | 'advice';
  /** Where the rule comes from. */
  article?: string;
  /** To what it is about, in the typed message (RFC 6901). */
  pointer?: string;
  parameters?: Record<string, string>;
  /** The finding as a sentence, in the language of the answer. */
  text: string;
}

/** The content of a message that is kept whatever its retention says. */
export interface LegalHold {
  messageId: string;
  /** `outbound`: this gateway sent it; `inbound`: it received it. */
  direction: 'outbound' | 'inbound';
  sender: string;
  placedAt: string;
  /** Identifier of the officer. */
  placedBy: string;
  reason: string;
}

/** Legal holds. */
export interface LegalHoldPage {
  holds: LegalHold[];
  /** Where the next page begins. */
  next?: string;
}

export interface LegalHoldRequest {
  /** Why: kept encrypted, and committed to by an entry of the log. */
  reason: string;
}

/** A signature of the letter itself, by the process of EN 319 102-1. */
export interface LetterSignature {
  verdict: 'PASSED' | 'INDETERMINATE' | 'FAILED';
  /** EN 319 102-1, table 6. */
  subIndication?:
    | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
    | 'CHAIN_CONSTRAINTS_FAILURE'
    | 'CRYPTO_CONSTRAINTS_FAILURE'
    | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
    | 'EXPIRED'
    | 'FORMAT_FAILURE'
    | 'HASH_FAILURE'
    | 'NOT_YET_VALID'
    | 'NO_CERTIFICATE_CHAIN_FOUND'
    | 'NO_POE'
    | 'NO_SIGNING_CERTIFICATE_FOUND'
    | 'OUT_OF_BOUNDS_NO_POE'
    | 'OUT_OF_BOUNDS_NOT_REVOKED'
    | 'POLICY_PROCESSING_ERROR'
    | 'REVOKED'
    | 'REVOKED_CA_NO_POE'
    | 'REVOKED_NO_POE'
    | 'SIGNATURE_POLICY_NOT_AVAILABLE'
    | 'SIGNED_DATA_NOT_FOUND'
    | 'SIG_CONSTRAINTS_FAILURE'
    | 'SIG_CRYPTO_FAILURE'
    | 'TIMESTAMP_ORDER_FAILURE'
    | 'TRY_LATER';
  /** Stable reason for programs; absent when PASSED. */
  code?: string;
  /** PAdES baseline level. */
  level?: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';
  signer?: {
    subject: string;
    issuer: string;
    /** SHA-256 of the certificate. */
    certificate: string;
    /** The authority whose seal this is, as the directory says. */
    authority?: string;
  };
  /** The signer’s own claim. */
  claimedTime?: string;
  /** The signature existed before this moment, as a time-stamp proves. */
  stampedTime?: string;
  coversWholeFile: boolean;
  changesAfter: {
    kind: string;
    harmless: boolean;
  }[];
}

/** Everything about one message. */
export interface MessageDetail {
  messageId: string;
  /** `outbound`: this gateway sent it; `inbound`: it received it. */
  direction: 'outbound' | 'inbound';
  sender: string;
  recipient: string;
  lane: 'urgent' | 'ordinary' | 'bulk';
  conversation?: string;
  /** What signed receipts prove about the transport, as a word for programs. */
  state:
    | 'submitted'
    | 'accepted'
    | 'relayed'
    | 'delivery-unconfirmed'
    | 'consigned'
    | 'handover-unconfirmed'
    | 'rejected'
    | 'failed'
    | 'refused'
    | 'not-consigned'
    | 'not-collected'
    | 'handed-over';
  /** The same as a sentence for people, in the language of the answer. */
  stateText: string;
  /** Whether the message has come to its end. */
  terminal: boolean;
  /** When it appeared at this gateway. */
  createdAt: string;
  changedAt: string;
  /** When it was submitted to the sending gateway. */
  submissionTime: string;
  deadlines: {
    relay: string;
    consignment: string;
    handover: string;
  };
  /** SHA-256 of the package; what a hand-over names. */
  packageDigest?: string;
  packageLength?: number;
  /** SHA-256 of the sealed content that travels. */
  sealedDigest?: string;
  /** `true`: the package went without a time-stamp. */
  unstamped?: boolean;
  /** When the content was destroyed at the end of its retention; receipts and digests stay. */
  purgedAt?: string;
  /** Why the last step has not succeeded yet; a code of docs/errors.md. */
  lastProblem?: string;
  /** The same as a sentence, in the language of the answer. */
  lastProblemText?: string;
  /** An exercise: nothing of it is real. */
  training?: true;
  subject?: string;
  files: {
    name: string;
    role: 'letter' | 'translation' | 'annex' | 'particulars' | 'completeness';
    mediaType: string;
    language?: string;
    /** Octets. */
    size: number;
    sha256: string;
  }[];
  /** How far the seal of the package could be checked when it was opened. */
  seal?: {
    verdict: string;
    code?: string;
    signedBy: string;
    stampedAt?: string;
  };
  letterSignatures: LetterSignature[];
  /** Why the signatures of the letter could not be examined. */
  letterProblem?: string;
  legal?: TypedMessage;
  /** Every receipt, in the order of the graph. */
  evidence: Evidence[];
  /** Work about the message that has not been done yet. */
  pending: {
    /** Kind of work: `prepare`, `transmit`, `open`, `return-evidence` and others. */
    kind: string;
    /** `ready` is tried again, `leased` is being done, `dead` waits for an operator. */
    state: 'ready' | 'leased' | 'dead';
    attempts: number;
    nextAttemptAt: string;
    lastError?: string;
    lastErrorText?: string;
    /** Octets of content, while they are being sealed, sent or opened. */
    progress?: {
      done: number;
      total: number;
    };
  }[];
  /** An end that holds until the other side answers after all. */
  provisional: boolean;
  /** Taken over after the deadline. */
  lateHandover: boolean;
  /** Receipts that contradict one another. */
  conflicts: {
    kind: string;
    evidence: string[];
  }[];
  /** Receipts that name others which are not here. */
  orphans: {
    evidenceDigest: string;
    missing: string[];
  }[];
  /** Receipts of an issuer that are not here. */
  gaps: {
    issuer: string;
    from: number;
    to: number;
  }[];
}

/** Messages, the newest first. */
export interface MessagePage {
  messages: MessageSummary[];
  /** Cursor of the next page; absent on the last one. A page may be short, even empty, and yet have a next one. */
  next?: string;
}

/** A message as lists show it: identifiers, states, digests and times. */
export interface MessageSummary {
  messageId: string;
  /** `outbound`: this gateway sent it; `inbound`: it received it. */
  direction: 'outbound' | 'inbound';
  sender: string;
  recipient: string;
  lane: 'urgent' | 'ordinary' | 'bulk';
  conversation?: string;
  /** What signed receipts prove about the transport, as a word for programs. */
  state:
    | 'submitted'
    | 'accepted'
    | 'relayed'
    | 'delivery-unconfirmed'
    | 'consigned'
    | 'handover-unconfirmed'
    | 'rejected'
    | 'failed'
    | 'refused'
    | 'not-consigned'
    | 'not-collected'
    | 'handed-over';
  /** The same as a sentence for people, in the language of the answer. */
  stateText: string;
  /** Whether the message has come to its end. */
  terminal: boolean;
  /** When it appeared at this gateway. */
  createdAt: string;
  changedAt: string;
  /** When it was submitted to the sending gateway. */
  submissionTime: string;
  deadlines: {
    relay: string;
    consignment: string;
    handover: string;
  };
  /** SHA-256 of the package; what a hand-over names. */
  packageDigest?: string;
  packageLength?: number;
  /** SHA-256 of the sealed content that travels. */
  sealedDigest?: string;
  /** `true`: the package went without a time-stamp. */
  unstamped?: boolean;
  /** When the content was destroyed at the end of its retention; receipts and digests stay. */
  purgedAt?: string;
  /** Why the last step has not succeeded yet; a code of docs/errors.md. */
  lastProblem?: string;
  /** The same as a sentence, in the language of the answer. */
  lastProblemText?: string;
}

/** Records of operations, the oldest first. */
export interface OperationPage {
  operations: {
    /** What the entry of the log commits to. */
    digest: string;
    action:
      | 'started'
      | 'directory-changed'
      | 'keys-changed'
      | 'clock-suspended'
      | 'clock-resumed'
      | 'fetch'
      | 'bundle'
      | 'token'
      | 'handover'
      | 'hold-placed'
      | 'hold-released'
      | 'legal-rule-overridden'
      | 'purged'
      | 'dead-letter-released'
      | 'alarm-acknowledged'
      | 'alarm-settled'
      | 'backup-started'
      | 'backup-done'
      | 'audit';
    at: string;
    /** Identifier of the actor, or `gateway`. */
    actor: string;
    actorKind: 'system' | 'officer' | 'operator' | 'auditor' | 'gateway';
    /** Random, so that nobody finds the record by trying. */
    nonce: string;
    /** Direction, sender and identifier of the message it is about, separated by "/". */
    messageKey?: string;
    /** Identifiers, codes, times and digests by their names. */
    facts?: Record<string, string>;
    /** Salt of the entry. */
    salt: string;
    /** Where the entry is in the log; absent while it has none. */
    index?: number;
  }[];
  /** Where the next page begins; a page may be short. */
  next?: string;
}

/** RFC 9457. Never any content, file name or case id. */
export interface Problem {
  /** Stable; names the row of docs/errors.md. */
  type: string;
  /** What is the case, in the language of the answer. */
  title: string;
  status: number;
  /** What to do next, in the language of the answer. */
  detail: string;
  /** The exact error. */
  code: string;
  /** Every fault of the request at once. */
  faults?: {
    code: string;
    title: string;
    /** JSON pointer into the body, name of a parameter after "/", or `part:` and the role of a file. */
    pointer?: string;
    detail?: string;
    /** Number of the legal rule that found it; `title` is its sentence. */
    rule?: string;
  }[];
}

/** A case of the register: one conversation with one authority. */
export interface RegisteredCase {
  registerNumber: string;
  conversation: string;
  /** The other authority. */
  peer: string;
  /** Which way the message went that opened the case here. */
  openedBy: 'outbound' | 'inbound';
  openedAt: string;
}

export interface ReleaseRequest {
  /** `id` of the dead letter. */
  id: string;
}

/** The schemas of typed messages. */
export interface SchemaList {
  schemas: {
    name: string;
    title: string;
  }[];
}

/** A message came into this state. */
export interface StateChange {
  /** Grows with every change; positions may be left out. */
  position: number;
  /** `outbound`: this gateway sent it; `inbound`: it received it. */
  direction: 'outbound' | 'inbound';
  sender: string;
  messageId: string;
  state:
    | 'submitted'
    | 'accepted'
    | 'relayed'
    | 'delivery-unconfirmed'
    | 'consigned'
    | 'handover-unconfirmed'
    | 'rejected'
    | 'failed'
    | 'refused'
    | 'not-consigned'
    | 'not-collected'
    | 'handed-over';
}

/** Counts and times of the requests of a period, without content. */
export interface Statistics {
  from: string;
  to: string;
  countedAt: string;
  rows: {
    direction: 'outgoing' | 'incoming';
    dimension:
      | 'all'
      | 'country'
      | 'instrument'
      | 'type'
      | 'matter'
      | 'offence-category'
      | 'urgency'
      | 'outcome'
      | 'ground'
      | 'supplement-rounds'
      | 'stage'
      | 'age';
    value: string;
    requests: number;
    open: number;
    answered: number;
    answeredInPart: number;
    withoutResult: number;
    refused: number;
    withdrawn: number;
    transferred: number;
    unanswered: number;
    supplementRounds: number;
    daysToAcknowledgement?: {
      median: number;
      ninetieth: number;
      longest: number;
    };
    daysToFirstAnswer?: {
      median: number;
      ninetieth: number;
      longest: number;
    };
    daysToEnd?: {
      median: number;
      ninetieth: number;
      longest: number;
    };
    daysOpen?: {
      median: number;
      ninetieth: number;
      longest: number;
    };
    costs: {
      currency: string;
      amount: string;
    }[];
  }[];
}

/** The message is on disk and will be sent. What the signatures of the letter are worth is reported and refuses nothing. */
export interface Submission {
  messageId: string;
  /** Number of the case in our register, for a typed message. */
  registerNumber?: string;
  /** What legal rules advise about a typed message. */
  findings?: LegalFinding[];
  letterSignatures: LetterSignature[];
  /** Why the signatures of the letter could not be examined. */
  letterProblem?: string;
}

export interface SubmissionRequest {
  /** The authority that is asked, as the directory names it. */
  recipient: string;
  /** The conversation it belongs to; a new one with the identifier of the message when left out. */
  conversation?: string;
  /** The same for all messages in which one request goes to several addressees. */
  requestGroup?: string;
  /** Sealed with the rest. */
  subject?: string;
  /** Priority. */
  lane?: 'urgent' | 'ordinary' | 'bulk';
  /** Whether our seal is put on the letter itself (PAdES), beside any signature it has. */
  signLetter?: boolean;
  /** Those left out are set by the priority. */
  deadlines?: {
    relay?: string;
    consignment?: string;
    handover?: string;
  };
  /** A typed message: a request of the treaty, or anything said about one. The schema of each kind is published (`/api/v1/schemas`). */
  legal?: {
    format: 'valija-legal/1';
    kind:
      | 'request'
      | 'prior-contact'
      | 'oral-request'
      | 'oral-confirmation'
      | 'advance-copy'
      | 'paper-original'
      | 'acknowledgement'
      | 'transfer'
      | 'supplement-request'
      | 'supplement'
      | 'translation-defective'
      | 'status-enquiry'
      | 'status-answer'
      | 'consultation'
      | 'cost-consultation'
      | 'consultation-answer'
      | 'conditions-offered'
      | 'conditions-accepted'
      | 'conditions-declined'
      | 'refusal'
      | 'postponement'
      | 'delay'
      | 'cannot-meet-date'
      | 'cannot-keep-confidential'
      | 'confidentiality-decision'
      | 'partial-reply'
      | 'reply'
      | 'proof-of-service'
      | 'return-of-objects'
      | 'other-use-request'
      | 'other-use-granted'
      | 'other-use-refused'
      | 'exculpatory-notice'
      | 'withdrawal'
      | 'off-channel-dispatch'
      | 'off-channel-receipt';
  };
  /** The gateway writes the letter of the typed message in this language and seals it; then no `letter` is submitted. */
  renderLetter?: {
    language: 'es' | 'pt' | 'fr' | 'en';
  };
  /** Sends what legal rules stop: their numbers, and why. Only for supervisors; the reason is recorded and is not sent. */
  override?: {
    rules: string[];
    reason: string;
  };
  /** Languages of the files among the parts, by their names; and files that were uploaded before. */
  files?: {
    name: string;
    language?: string;
    /** Identifier of a finished upload, whose octets this file has; then `role` is given as well. */
    upload?: string;
    role?: 'letter' | 'translation' | 'annex';
    /** Of an uploaded file; `application/octet-stream` when left out. */
    mediaType?: string;
  }[];
}

/** An access token. */
export interface Token {
  /** For `Authorization: Bearer`, over connections with the certificate of this one, where it had one. */
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
}

/** RFC 6749, section 5.2. */
export interface TokenError {
  error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'temporarily_unavailable';
  error_description: string;
}

/** What a client sends for a token. */
export interface TokenRequest {
  /** `client_credentials`. */
  grant_type: string;
  /** `clients[].id` of the configuration. Needed with a certificate; with an assertion its `sub` says it. */
  client_id?: string;
  /** `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`, with an assertion. */
  client_assertion_type?: string;
  /** JWT signed with a registered key (ES256, ES384 or PS256): `iss` and `sub` are the client, `aud` is the token endpoint or the issuer, `exp` at most five minutes ahead, `jti` never used before. */
  client_assertion?: string;
  /** There are no scopes: left out. */
  scope?: string;
}

/** What a message says as a typed message. */
export interface TypedMessage {
  kind?:
    | 'request'
    | 'prior-contact'
    | 'oral-request'
    | 'oral-confirmation'
    | 'advance-copy'
    | 'paper-original'
    | 'acknowledgement'
    | 'transfer'
    | 'supplement-request'
    | 'supplement'
    | 'translation-defective'
    | 'status-enquiry'
    | 'status-answer'
    | 'consultation'
    | 'cost-consultation'
    | 'consultation-answer'
    | 'conditions-offered'
    | 'conditions-accepted'
    | 'conditions-declined'
    | 'refusal'
    | 'postponement'
    | 'delay'
    | 'cannot-meet-date'
    | 'cannot-keep-confidential'
    | 'confidentiality-decision'
    | 'partial-reply'
    | 'reply'
    | 'proof-of-service'
    | 'return-of-objects'
    | 'other-use-request'
    | 'other-use-granted'
    | 'other-use-refused'
    | 'exculpatory-notice'
    | 'withdrawal'
    | 'off-channel-dispatch'
    | 'off-channel-receipt';
  requestType?: string;
  /** The typed message; its schema is published by kind and type. */
  message?: {
    format: string;
  };
  /** Why a typed message that came cannot be read; the letter still can. */
  unreadable?: 'not-json' | 'not-this-schema' | 'too-long';
  findings: LegalFinding[];
  /** The rules could not be applied: they have said nothing. */
  unassessed?: true;
  /** How far a request has what it should have, as its sender sealed it. */
  completeness?: {
    format: string;
  };
  /** Number of the case in the register of the sender. */
  senderRegisterNumber?: string;
  /** Who sent it although legal rules stop it, and why. Of messages sent here only. */
  override?: {
    rules: string[];
    by: string;
    at: string;
    reason: string;
  };
}

/** A file on its way to the gateway. */
export interface Upload {
  /** What a submission names. */
  upload: string;
  /** Octets of the whole. */
  length: number;
  /** Octets that are on disk; the upload is complete when they are all there. */
  offset: number;
  /** Octets are coming in at this moment, and `offset` counts those that have come. */
  underWay?: true;
  createdAt: string;
  /** When it is removed, unless a message has taken it over. */
  expiresAt: string;
  /** Of the whole, once it is complete. */
  sha256?: string;
}

/** The uploads of this client, the oldest first. */
export interface UploadPage {
  uploads: Upload[];
}

export interface SubmitMessageInput {
  /** 1 to 128 visible ASCII characters, chosen by the client for this submission. The same key with the same content gets the same answer, however often; with other content it is refused. */
  idempotencyKey: string;
  request: SubmissionRequest;
  /** In the order in which they are sent. */
  files: readonly SentFile<'letter' | 'translation' | 'annex'>[];
}

export interface ListMessagesInput {
  /** Only sent (`outbound`) or only received (`inbound`) messages. */
  direction?: 'outbound' | 'inbound';
  /** Only messages in one of these states, separated by commas. */
  state?: (
    | 'submitted'
    | 'accepted'
    | 'relayed'
    | 'delivery-unconfirmed'
    | 'consigned'
    | 'handover-unconfirmed'
    | 'rejected'
    | 'failed'
    | 'refused'
    | 'not-consigned'
    | 'not-collected'
    | 'handed-over'
  )[];
  /** `true`: only messages that have not ended; `false`: only those that have. */
  unfinished?: boolean;
  /** Only messages exchanged with this authority. */
  peer?: string;
  /** Only messages of this conversation; a received message belongs to one once it has been opened. */
  conversation?: string;
  /** Only messages of this priority. */
  lane?: 'urgent' | 'ordinary' | 'bulk';
  /** Only messages that appeared here at this instant or later (RFC 3339, UTC). */
  since?: string;
  /** Only messages that appeared here before this instant (RFC 3339, UTC). */
  until?: string;
  /** Only the message with this package: SHA-256 of its octets, hexadecimal. */
  packageDigest?: string;
  /** Where the page begins: `next` of the page before, as it is. Filters must be the same from page to page. */
  after?: string;
  /** Most messages on a page. */
  limit?: number;
}

export interface ShowMessageInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
}

export interface ListEvidenceInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  /** Only receipts that state this event. */
  event?:
    | 'SubmissionAcceptance'
    | 'SubmissionRejection'
    | 'RelayAcceptance'
    | 'RelayRejection'
    | 'RelayFailure'
    | 'ContentConsignment'
    | 'ContentConsignmentFailure'
    | 'ConsignmentNotification'
    | 'ConsignmentNotificationFailure'
    | 'ContentHandover'
    | 'ContentHandoverFailure'
    | 'DeliveryUnconfirmed'
    | 'HandoverUnconfirmed';
}

export interface HandOverMessageInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  body: HandoverRequest;
}

export interface OpenUploadInput {
  /** Octets of the whole file. */
  uploadLength: string;
  /** 1 to 128 visible ASCII characters: the same key and length find the same upload, as long as no message has taken it over. */
  idempotencyKey?: string;
}

export interface UploadOffsetInput {
  /** Identifier of the upload, the last step of its `Location`. */
  upload: string;
}

export interface ShowUploadInput {
  /** Identifier of the upload, the last step of its `Location`. */
  upload: string;
}

export interface ContinueUploadInput {
  /** Identifier of the upload, the last step of its `Location`. */
  upload: string;
  /** Where the octets begin. */
  uploadOffset: string;
  /** `sha256` or `sha1`, a space, and the digest of the octets of this request in Base64. */
  uploadChecksum?: string;
  body: SentOctets;
}

export interface DropUploadInput {
  /** Identifier of the upload, the last step of its `Location`. */
  upload: string;
}

export interface ListCasesInput {
  /** Only cases opened at this instant or later (RFC 3339, UTC). */
  since?: string;
  /** Only cases opened before this instant (RFC 3339, UTC). */
  until?: string;
  /** Only cases with this authority. */
  peer?: string;
  /** The case with this number. */
  registerNumber?: string;
  /** `next` of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
}

export interface ShowCaseInput {
  /** The conversation of the case. */
  conversation: string;
  /** The other authority, where several use the same identifier of a conversation. */
  peer?: string;
}

export interface AssessMessageInput {
  body: AssessmentRequest;
}

export interface CountCasesInput {
  /** Requests made at this instant or later (RFC 3339, UTC). */
  from: string;
  /** Requests made before this instant (RFC 3339, UTC). */
  to: string;
}

export interface ShowSchemaInput {
  /** Name of the schema, as `/schemas` lists it. */
  name: string;
}

export interface FetchPackageInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  /** `bytes=1000-`: from the octet 1000 on, to go on with a download. One range at a time. */
  range?: string;
  /** The `ETag` of what came before: with other content now, all of it is sent. */
  ifRange?: string;
}

export interface FetchFileInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** Position in the list `files` of the message, from 0. */
  index: number;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  /** `bytes=1000-`: from the octet 1000 on, to go on with a download. One range at a time. */
  range?: string;
  /** The `ETag` of what came before: with other content now, all of it is sent. */
  ifRange?: string;
}

export interface FetchSealedInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  /** `bytes=1000-`: from the octet 1000 on, to go on with a download. One range at a time. */
  range?: string;
  /** The `ETag` of what came before: with other content now, all of it is sent. */
  ifRange?: string;
}

export interface FetchArchiveInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  /** `bytes=1000-`: from the octet 1000 on, to go on with a download. One range at a time. */
  range?: string;
  /** The `ETag` of what came before: with other content now, all of it is sent. */
  ifRange?: string;
}

export interface FetchBundleInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  /** `false`: without the package, its long-term copy and every file name; what is left verifies on the digest of the package. */
  content?: boolean;
  /** `true`: with every entry of both logs, at most 262 144 each, so that the bundle itself shows that nothing is missing from them. */
  entries?: boolean;
}

export interface FetchConversationBundleInput {
  /** Identifier of the conversation, as messages and `request.json` have it. */
  conversation: string;
  /** `false`: without the package, its long-term copy and every file name; what is left verifies on the digest of the package. */
  content?: boolean;
  /** `true`: with every entry of both logs, at most 262 144 each, so that the bundle itself shows that nothing is missing from them. */
  entries?: boolean;
}

export interface ListDeadLettersInput {
  /** `id` of the last one of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
}

export interface ReleaseDeadLetterInput {
  body: ReleaseRequest;
}

export interface ListContradictionsInput {
  /** `next` of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
}

export interface StartBackupInput {
  body: BackupRequest;
}

export interface ShowBackupInput {
  /** Identifier of the backup. */
  identifier: string;
}

export interface ListAlarmsInput {
  /** `true`: those that were acknowledged, too. */
  all?: boolean;
  /** `next` of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
}

export interface ShowAlarmInput {
  /** `id` of the alarm. */
  id: string;
}

export interface AcknowledgeAlarmInput {
  /** `id` of the alarm. */
  id: string;
  body: AcknowledgementRequest;
}

export interface PlaceHoldInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  body: LegalHoldRequest;
}

export interface ReleaseHoldInput {
  /** Identifier of the message, a UUID in lower case. */
  messageId: string;
  /** The one that was sent (`outbound`), or the one that was received (`inbound`). */
  direction?: 'outbound' | 'inbound';
  /** The sending authority: only needed when two senders used the same identifier (problem `conflict`). */
  sender?: string;
  body: LegalHoldRequest;
}

export interface ListHoldsInput {
  /** `next` of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
}

export interface ListOperationsInput {
  /** Only what was done at this instant or later (RFC 3339, UTC). */
  since?: string;
  /** Only what was done before this instant (RFC 3339, UTC). */
  until?: string;
  /** Only what this actor did; `gateway` for the gateway itself. */
  actorId?: string;
  /** Only this kind. */
  action?:
    | 'started'
    | 'directory-changed'
    | 'keys-changed'
    | 'clock-suspended'
    | 'clock-resumed'
    | 'fetch'
    | 'bundle'
    | 'token'
    | 'handover'
    | 'hold-placed'
    | 'hold-released'
    | 'legal-rule-overridden'
    | 'purged'
    | 'dead-letter-released'
    | 'alarm-acknowledged'
    | 'alarm-settled'
    | 'backup-started'
    | 'backup-done'
    | 'audit';
  /** `next` of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
}

export interface ProveOperationInput {
  /** `digest` of the record. */
  digest: string;
}

export interface AuditMessagesInput {
  /** Messages sent, or messages received. */
  direction: 'outbound' | 'inbound';
  /** Only messages that appeared here at this instant or later (RFC 3339, UTC). */
  since: string;
  /** Only messages that appeared here before this instant (RFC 3339, UTC). */
  until: string;
  /** `next` of the page before. */
  after?: string;
  /** Most of them on a page. */
  limit?: number;
  /** `true`: the log of each peer is asked for a proof of every receipt that it issued. A page may then take its time. */
  peers?: boolean;
}

export interface AuditEntriesInput {
  /** Index of the first entry. */
  from?: number;
  /** Index after the last entry. */
  to?: number;
}

export interface ListChangesInput {
  /** Only changes with a greater `position`. 0 begins with the first change ever. */
  after?: number;
  /** The `epoch` in which that position was read. When the gateway has another one by now, it begins again with the first change. */
  epoch?: string;
  /** Most changes in one answer; without meaning for an event stream. */
  limit?: number;
  /** Seconds to wait for the first change (long poll); without meaning for an event stream. */
  wait?: number;
  /** Event stream: `id` of the last event that arrived; goes before `epoch` and `after`. Browsers and SSE libraries send it by themselves. */
  lastEventId?: string;
}

export interface IssueTokenInput {
  body: TokenRequest;
}

/** Every operation of the client API. What it throws is for its transport to say. */
export class GeneratedClient {
  protected readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  /** Submit a letter of request. */
  submitMessage(input: SubmitMessageInput): Promise<Submission> {
    return this.transport.json<Submission>({
      method: 'POST',
      path: '/api/v1/messages',
      headers: { 'idempotency-key': input.idempotencyKey },
      body: { kind: 'parts', request: input.request, files: input.files },
    });
  }

  /** List and search messages. */
  listMessages(input: ListMessagesInput = {}): Promise<MessagePage> {
    return this.transport.json<MessagePage>({
      method: 'GET',
      path: '/api/v1/messages',
      query: {
        direction: input.direction,
        state: input.state,
        unfinished: input.unfinished,
        peer: input.peer,
        conversation: input.conversation,
        lane: input.lane,
        since: input.since,
        until: input.until,
        packageDigest: input.packageDigest,
        after: input.after,
        limit: input.limit,
      },
    });
  }

  /** Show one message. */
  showMessage(input: ShowMessageInput): Promise<MessageDetail> {
    return this.transport.json<MessageDetail>({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}`,
      query: { direction: input.direction, sender: input.sender },
    });
  }

  /** Fetch receipts. */
  listEvidence(input: ListEvidenceInput): Promise<EvidenceList> {
    return this.transport.json<EvidenceList>({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}/evidence`,
      query: { direction: input.direction, sender: input.sender, event: input.event },
    });
  }

  /** Take a message over. */
  handOverMessage(input: HandOverMessageInput): Promise<Handover> {
    return this.transport.json<Handover>({
      method: 'POST',
      path: `/api/v1/messages/${segment(input.messageId)}/handover`,
      query: { direction: input.direction, sender: input.sender },
      body: { kind: 'json', value: input.body },
    });
  }

  /** What the upload protocol can do here. */
  describeUploads(): Promise<ReceivedHeaders> {
    return this.transport.headers({ method: 'OPTIONS', path: '/api/v1/uploads' });
  }

  /** Open an upload. */
  openUpload(input: OpenUploadInput): Promise<ReceivedHeaders> {
    return this.transport.headers({
      method: 'POST',
      path: '/api/v1/uploads',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': input.uploadLength, 'idempotency-key': input.idempotencyKey },
    });
  }

  /** List uploads. */
  listUploads(): Promise<UploadPage> {
    return this.transport.json<UploadPage>({ method: 'GET', path: '/api/v1/uploads' });
  }

  /** Ask where an upload stands. */
  uploadOffset(input: UploadOffsetInput): Promise<ReceivedHeaders> {
    return this.transport.headers({
      method: 'HEAD',
      path: `/api/v1/uploads/${segment(input.upload)}`,
      headers: { 'tus-resumable': '1.0.0' },
    });
  }

  /** Show an upload. */
  showUpload(input: ShowUploadInput): Promise<Upload> {
    return this.transport.json<Upload>({ method: 'GET', path: `/api/v1/uploads/${segment(input.upload)}` });
  }

  /** Bring octets of an upload. */
  continueUpload(input: ContinueUploadInput): Promise<ReceivedHeaders> {
    return this.transport.headers({
      method: 'PATCH',
      path: `/api/v1/uploads/${segment(input.upload)}`,
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': input.uploadOffset, 'upload-checksum': input.uploadChecksum },
      body: { kind: 'octets', content: input.body },
    });
  }

  /** Remove an upload. */
  dropUpload(input: DropUploadInput): Promise<ReceivedHeaders> {
    return this.transport.headers({
      method: 'DELETE',
      path: `/api/v1/uploads/${segment(input.upload)}`,
      headers: { 'tus-resumable': '1.0.0' },
    });
  }

  /** List the register. */
  listCases(input: ListCasesInput = {}): Promise<CasePage> {
    return this.transport.json<CasePage>({
      method: 'GET',
      path: '/api/v1/cases',
      query: {
        since: input.since,
        until: input.until,
        peer: input.peer,
        registerNumber: input.registerNumber,
        after: input.after,
        limit: input.limit,
      },
    });
  }

  /** Show one case. */
  showCase(input: ShowCaseInput): Promise<CaseDetail> {
    return this.transport.json<CaseDetail>({
      method: 'GET',
      path: `/api/v1/cases/${segment(input.conversation)}`,
      query: { peer: input.peer },
    });
  }

  /** Assess a typed message before it is sent. */
  assessMessage(input: AssessMessageInput): Promise<Assessment> {
    return this.transport.json<Assessment>({ method: 'POST', path: '/api/v1/assessments', body: { kind: 'json', value: input.body } });
  }

  /** Count requests. */
  countCases(input: CountCasesInput): Promise<Statistics> {
    return this.transport.json<Statistics>({ method: 'GET', path: '/api/v1/statistics', query: { from: input.from, to: input.to } });
  }

  /** List the schemas of typed messages. */
  listSchemas(): Promise<SchemaList> {
    return this.transport.json<SchemaList>({ method: 'GET', path: '/api/v1/schemas' });
  }

  /** Fetch the schema of a typed message. */
  showSchema(input: ShowSchemaInput): Promise<ReceivedContent> {
    return this.transport.octets({ method: 'GET', path: `/api/v1/schemas/${segment(input.name)}` });
  }

  /** Fetch the package. */
  fetchPackage(input: FetchPackageInput): Promise<ReceivedContent> {
    return this.transport.octets({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}/package`,
      query: { direction: input.direction, sender: input.sender },
      headers: { range: input.range, 'if-range': input.ifRange },
    });
  }

  /** Fetch one file. */
  fetchFile(input: FetchFileInput): Promise<ReceivedContent> {
    return this.transport.octets({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}/files/${segment(input.index)}`,
      query: { direction: input.direction, sender: input.sender },
      headers: { range: input.range, 'if-range': input.ifRange },
    });
  }

  /** Fetch the sealed content. */
  fetchSealed(input: FetchSealedInput): Promise<ReceivedContent> {
    return this.transport.octets({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}/sealed`,
      query: { direction: input.direction, sender: input.sender },
      headers: { range: input.range, 'if-range': input.ifRange },
    });
  }

  /** Fetch the long-term copy. */
  fetchArchive(input: FetchArchiveInput): Promise<ReceivedContent> {
    return this.transport.octets({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}/archive`,
      query: { direction: input.direction, sender: input.sender },
      headers: { range: input.range, 'if-range': input.ifRange },
    });
  }

  /** Fetch the proof bundle. */
  fetchBundle(input: FetchBundleInput): Promise<ReceivedContent> {
    return this.transport.octets({
      method: 'GET',
      path: `/api/v1/messages/${segment(input.messageId)}/bundle`,
      query: { direction: input.direction, sender: input.sender, content: input.content, entries: input.entries },
    });
  }

  /** Fetch the proof bundles of a conversation. */
  fetchConversationBundle(input: FetchConversationBundleInput): Promise<ReceivedContent> {
    return this.transport.octets({
      method: 'GET',
      path: `/api/v1/conversations/${segment(input.conversation)}/bundle`,
      query: { content: input.content, entries: input.entries },
    });
  }

  /** List work that gave up. */
  listDeadLetters(input: ListDeadLettersInput = {}): Promise<DeadLetterPage> {
    return this.transport.json<DeadLetterPage>({
      method: 'GET',
      path: '/api/v1/dead-letters',
      query: { after: input.after, limit: input.limit },
    });
  }

  /** Put a dead letter back to work. */
  releaseDeadLetter(input: ReleaseDeadLetterInput): Promise<void> {
    return this.transport.nothing({ method: 'POST', path: '/api/v1/dead-letters/release', body: { kind: 'json', value: input.body } });
  }

  /** List contradictions of logs. */
  listContradictions(input: ListContradictionsInput = {}): Promise<ContradictionPage> {
    return this.transport.json<ContradictionPage>({
      method: 'GET',
      path: '/api/v1/log/contradictions',
      query: { after: input.after, limit: input.limit },
    });
  }

  /** Begin a backup. */
  startBackup(input: StartBackupInput): Promise<Backup> {
    return this.transport.json<Backup>({ method: 'POST', path: '/api/v1/backups', body: { kind: 'json', value: input.body } });
  }

  /** See how a backup goes. */
  showBackup(input: ShowBackupInput): Promise<Backup> {
    return this.transport.json<Backup>({ method: 'GET', path: `/api/v1/backups/${segment(input.identifier)}` });
  }

  /** List alarms. */
  listAlarms(input: ListAlarmsInput = {}): Promise<AlarmPage> {
    return this.transport.json<AlarmPage>({
      method: 'GET',
      path: '/api/v1/alarms',
      query: { all: input.all, after: input.after, limit: input.limit },
    });
  }

  /** Show an alarm with its proof. */
  showAlarm(input: ShowAlarmInput): Promise<AlarmDetail> {
    return this.transport.json<AlarmDetail>({ method: 'GET', path: `/api/v1/alarms/${segment(input.id)}` });
  }

  /** Acknowledge an alarm. */
  acknowledgeAlarm(input: AcknowledgeAlarmInput): Promise<AlarmDetail> {
    return this.transport.json<AlarmDetail>({
      method: 'POST',
      path: `/api/v1/alarms/${segment(input.id)}/acknowledge`,
      body: { kind: 'json', value: input.body },
    });
  }

  /** Place a legal hold. */
  placeHold(input: PlaceHoldInput): Promise<LegalHold> {
    return this.transport.json<LegalHold>({
      method: 'POST',
      path: `/api/v1/messages/${segment(input.messageId)}/hold`,
      query: { direction: input.direction, sender: input.sender },
      body: { kind: 'json', value: input.body },
    });
  }

  /** Release a legal hold. */
  releaseHold(input: ReleaseHoldInput): Promise<void> {
    return this.transport.nothing({
      method: 'POST',
      path: `/api/v1/messages/${segment(input.messageId)}/hold/release`,
      query: { direction: input.direction, sender: input.sender },
      body: { kind: 'json', value: input.body },
    });
  }

  /** List legal holds. */
  listHolds(input: ListHoldsInput = {}): Promise<LegalHoldPage> {
    return this.transport.json<LegalHoldPage>({ method: 'GET', path: '/api/v1/holds', query: { after: input.after, limit: input.limit } });
  }

  /** List what was done. */
  listOperations(input: ListOperationsInput = {}): Promise<OperationPage> {
    return this.transport.json<OperationPage>({
      method: 'GET',
      path: '/api/v1/operations',
      query: {
        since: input.since,
        until: input.until,
        actorId: input.actorId,
        action: input.action,
        after: input.after,
        limit: input.limit,
      },
    });
  }

  /** Prove that a record is in the log. */
  proveOperation(input: ProveOperationInput): Promise<ReceivedContent> {
    return this.transport.octets({ method: 'GET', path: `/api/v1/operations/${segment(input.digest)}/proof` });
  }

  /** Audit the messages of a period. */
  auditMessages(input: AuditMessagesInput): Promise<AuditedMessagePage> {
    return this.transport.json<AuditedMessagePage>({
      method: 'GET',
      path: '/api/v1/audit/messages',
      query: {
        direction: input.direction,
        since: input.since,
        until: input.until,
        after: input.after,
        limit: input.limit,
        peers: input.peers,
      },
    });
  }

  /** Audit entries of the log. */
  auditEntries(input: AuditEntriesInput = {}): Promise<AuditedEntryPage> {
    return this.transport.json<AuditedEntryPage>({
      method: 'GET',
      path: '/api/v1/audit/entries',
      query: { from: input.from, to: input.to },
    });
  }

  /** Follow changes of state. */
  listChanges(input: ListChangesInput = {}): Promise<ChangeFeed> {
    return this.transport.json<ChangeFeed>({
      method: 'GET',
      path: '/api/v1/changes',
      query: { after: input.after, epoch: input.epoch, limit: input.limit, wait: input.wait },
      headers: { 'last-event-id': input.lastEventId },
    });
  }

  /** This description. */
  showOpenApi(): Promise<unknown> {
    return this.transport.json<unknown>({ method: 'GET', path: '/api/v1/openapi.json' });
  }

  /** Get an access token. */
  issueToken(input: IssueTokenInput): Promise<Token> {
    return this.transport.json<Token>({ method: 'POST', path: '/oauth2/token', body: { kind: 'form', value: input.body } });
  }
}

/** One step of a path: nothing in it leads to another. */
function segment(value: string | number): string {
  return encodeURIComponent(value);
}
