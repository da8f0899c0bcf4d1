/** A mistake of the user's. The message is one sentence that says what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
