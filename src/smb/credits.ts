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
  /** The capture has the connection from its NEGOTIATE on. */
  isWhole = false;

  /** The connection begins: before its first request, the client has one credit. */
  begin(): void {
    if (this.charged + this.granted > 0) return;
    this.isWhole = true;
    this.balance = this.highest = this.lowest = 1;
  }

  request(row: number, charge: number, requested: number): void {
    const balance = this.balance - charge;
    this.charged += charge;
    this.requested += requested;
    this.balance = balance;
    if (balance < this.lowest) this.lowest = balance;
    if (balance < 0 && this.isWhole && this.overdrafts++ === 0) this.firstOverdraft = row;
  }

  response(granted: number): void {
    const balance = this.balance + granted;
    this.granted += granted;
    this.balance = balance;
    if (balance > this.highest) this.highest = balance;
  }
}
