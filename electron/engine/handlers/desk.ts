import type { HandlersOf } from './handler';
import { runDoctor } from '../doctor';
import { deskHealth } from '../desk-health';
import { deskStatus } from '../desk-status';
import { countQueues } from '../store/tickets-table';
import { agentNames } from '../desk-settings';

/** What the whole desk says of itself. */
export const deskHandlers = {
  'desk.status': (context) => deskStatus(context),
  'desk.health': (context) => deskHealth(context),
  'queues.counts': (context) => countQueues(context.store, agentNames(context.desk()), context.outside.clock.now()),
  'doctor.run': async (context, { thorough }) => {
    const findings = await runDoctor(context, thorough === true ? 'thorough' : 'quick');
    return { ok: !findings.some((finding) => finding.severity === 'error'), findings };
  },
} satisfies HandlersOf<'desk.status' | 'desk.health' | 'queues.counts' | 'doctor.run'>;
