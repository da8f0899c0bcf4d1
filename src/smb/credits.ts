/** What a connection's credits did (MS-SMB2 3.3.1.1, 3.2.4.1.2): given to the client, used up, and left at most and at least. */
export class Credits {
  /** Sums over requests and responses. */
  charged = 0;
  requested = 0;
  granted = 0;
  /** Credits that the client may still use: now, at most, at least. */
  balance = 0;
  highest = 0;
  lowest = 0;
  /** Requests sent with fewer credits than they cost, and the row of the first; -1 for none. */
  overdrafts = 0;
  firstOverdraft = -1;
  /** MessageIds: the first that was seen, and the one after the highest. Exact below 2^53. */
  firstMessageId = 0;
  nextMessageId = 0;
  /** The capture has the connection from its NEGOTIATE on: before it is sent, the client has one credit. */
  isWhole = false;
  private isMet = false;

  request(row: number, charge: number, requested: number, messageId: number, isNegotiate: boolean): void {
    if (!this.isMet) this.meet(isNegotiate, messageId);
    if (this.isWhole && charge > this.balance && this.overdrafts++ === 0) this.firstOverdraft = row;
    this.charged += charge;
    this.requested += requested;
    this.balance -= charge;
    if (this.balance < this.lowest) this.lowest = this.balance;
    if (messageId + charge > this.nextMessageId) this.nextMessageId = messageId + charge;
  }

  response(granted: number): void {
    if (!this.isMet) this.meet(false, 0);
    this.granted += granted;
    this.balance += granted;
    if (this.balance > this.highest) this.highest = this.balance;
  }

  private meet(isWhole: boolean, messageId: number): void {
    this.isMet = true;
    this.firstMessageId = messageId;
    this.isWhole = isWhole;
    this.balance = this.highest = this.lowest = isWhole ? 1 : 0;
  }
}
