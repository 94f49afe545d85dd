// The steps of a journey: run in order, each told in a line of JSON on stdout.
import assert from 'node:assert/strict';

class Missing extends Error {}

const statusOf = error =>
  error?.statusCode ?? error?.status ?? error?.response?.status ?? error?.cause?.statusCode;

export function journey() {
  // What one step has learned for the next; asking for what was not learned ends the step.
  const known = new Proxy({}, {
    get(learned, name) {
      if (!(name in learned)) throw new Missing(`nothing is known of: ${String(name)}`);
      return learned[name];
    },
  });
  const steps = [];
  const step = (name, work) => steps.push([name, work]);
  const refused = async (status, work) => {
    const error = await work().then(() => null, caught => caught);
    assert.ok(error, `expected a refusal with ${status}`);
    assert.equal(statusOf(error), status, String(error));
  };
  const run = async () => {
    for (const [name, work] of steps) {
      const told = await outcome(work);
      console.log(JSON.stringify({ step: name, ...told }));
    }
  };
  return { step, known, refused, run };
}

async function outcome(work) {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    const body = error?.error ?? error?.response?.data ?? '';
    const told = `${error?.stack ?? error} ${JSON.stringify(body)}`;
    const served = !(error instanceof Missing) && !told.includes('null for uri');
    return { ok: false, served, status: statusOf(error), error: told.slice(0, 1500) };
  }
}
