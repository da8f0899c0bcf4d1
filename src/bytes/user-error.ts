/** A mistake of the user's. The message is one sentence that says what to do; `lines` show the place of the mistake where that helps. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[] = []) {
    super(message);
    this.lines = lines;
  }
}
