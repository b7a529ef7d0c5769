/** @file A value or a reason, for functions that must not throw on what users give them. */

export type Result<Value, Problem> = { ok: true; value: Value } | { ok: false; problem: Problem }

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value })

export const fail = <Problem>(problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem })
