/** A time-stamp authority (RFC 3161) as the gateway uses it: the adapter has verified the token completely before it returns. */
export interface TimestampAuthority {
  /** Asks for a token over a SHA-256 imprint (32 octets). Throws TimestampError with disposition `wait` while the authority is out of reach. */
  stamp(imprint: Buffer, options?: { signal?: AbortSignal }): Promise<IssuedTimestamp>;
}

export interface IssuedTimestamp {
  /** DER TimeStampToken. */
  token: Buffer;
  generationTime: Date;
}
