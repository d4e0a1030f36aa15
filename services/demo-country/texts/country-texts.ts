/** Everything that the invented country says. Each text says by itself that it is invented, since it may be quoted alone. */
export interface CountryTexts {
  acknowledged: string;
  /** `{missing}`: the sentence of the report on completeness. */
  question: string;
  meanwhile: string;
  translation: string;
  refusalInMind: string;
  refusalGround: string;
  refused: string;
  remedies: string;
  postponementInMind: string;
  postponementGround: string;
  secured: string;
  resumed: string;
  conditionUse: string;
  conditionReturn: string;
  declinedGround: string;
  declinedInMind: string;
  disclosure: string;
  costs: string;
  delay: string;
  passedOn: string;
  court: string;
  partlyAnswered: string;
  outstanding: string;
  recordsTitle: string;
  recordsName: string;
  recordsHeading: string;
  recordsRow: string;
  answeredTitle: string;
  answered: string;
  taken: string;
  servedAt: string;
  status: string;
  agreed: string;
  otherUse: string;
  usePurpose: string;
}
