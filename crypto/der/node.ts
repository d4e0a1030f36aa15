/** One DER value. `raw` is the whole encoding, `content` its content octets, both views of the input; `offset` of `raw` in the input. */
export interface DerNode {
  readonly tag: number;
  readonly raw: Buffer;
  readonly content: Buffer;
  readonly offset: number;
}
