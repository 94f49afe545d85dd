// Walks over a Jira as a program made for Jira does, with every response checked by jira.js's own schemas.
//   node journey.mjs URL EMAIL TOKEN PROJECT
// One line of JSON a step on stdout: {"step", "ok"} or {"step", "error", "status", "served"}.
import assert from 'node:assert/strict';
import { createAgileClient, createCloudClient } from 'jira.js';
import { createClient } from 'jira.js/core';

const [host, email, apiToken, project] = process.argv.slice(2);
const client = createClient({ host, auth: { type: 'basic', email, apiToken }, onSchemaMismatch: 'throw' });
const jira = createCloudClient(client);
const agile = createAgileClient(client);

const doc = (...texts) => ({
  type: 'doc',
  version: 1,
  content: texts.map(text => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
});
const issue = (summary, more = {}, name = 'Task') => ({
  fields: { project: { key: project }, issuetype: { name }, summary, ...more },
});
const sleep = ms => new Promise(done => setTimeout(done, ms));
class Missing extends Error {}
// What one step has learned for the next; asking for what was not learned ends the step.
const known = new Proxy({}, {
  get(learned, name) {
    if (!(name in learned)) throw new Missing(`nothing is known of: ${String(name)}`);
    return learned[name];
  },
});
const steps = [];
const step = (name, run) => steps.push([name, run]);
const refused = async (status, run) => {
  const error = await run().then(() => null, caught => caught);
  assert.ok(error, `expected a refusal with ${status}`);
  assert.equal(error.status ?? error.cause?.status, status, String(error));
};

// the site and its configuration
step('serverInfo', async () => assert.equal((await jira.serverInfo.getServerInfo()).deploymentType, 'Cloud'));
step('myself', async () => { known.me = (await jira.myself.getCurrentUser()).accountId; assert.ok(known.me); });
step('fields', async () => assert.ok((await jira.issueFields.getFields()).some(f => f.id === 'summary')));
step('fields by page', async () => assert.ok((await jira.issueFields.getFieldsPaginated({ maxResults: 5 })).values.length));
step('priorities', async () => assert.ok((await jira.issuePriorities.searchPriorities({ maxResults: 2 })).values.length));
step('priority', () => jira.issuePriorities.getPriority({ id: '3' }));
step('resolutions', () => jira.issueResolutions.getResolution({ id: '10000' }));
step('statuses', async () => { known.status = (await jira.workflowStatuses.getStatuses())[0]; assert.ok(known.status.id); });
step('status', () => jira.workflowStatuses.getStatus({ idOrName: known.status.id }));
step('status categories', async () => assert.ok((await jira.workflowStatusCategories.getStatusCategories()).length >= 3));
step('status category', () => jira.workflowStatusCategories.getStatusCategory({ idOrKey: 'new' }));
step('statuses of projects', () => jira.status.search({}));
step('issue types', async () => { known.types = await jira.issueTypes.getIssueAllTypes(); assert.ok(known.types.length); });
step('issue type', () => jira.issueTypes.getIssueType({ id: known.types[0].id }));
step('link types', async () => assert.ok((await jira.issueLinkTypes.getIssueLinkTypes()).issueLinkTypes.length));
step('labels', () => jira.labels.getAllLabels({}));
step('permissions', () => jira.permissions.getMyPermissions({ permissions: 'BROWSE_PROJECTS' }));
step('time tracking', () => jira.timeTracking.getSelectedTimeTrackingImplementation());

// projects and metadata
step('projects', async () => {
  const page = await jira.projects.searchProjects({ keys: [project] });
  known.project = page.values[0];
  assert.equal(known.project.key, project);
});
step('project', () => jira.projects.getProject({ projectIdOrKey: project }));
step('statuses of a project', () => jira.projects.getAllStatuses({ projectIdOrKey: project }));
step('versions', () => jira.projectVersions.getProjectVersions({ projectIdOrKey: project }));
step('versions by page', () => jira.projectVersions.getProjectVersionsPaginated({ projectIdOrKey: project }));
step('version made', async () => {
  known.version = await jira.projectVersions.createVersion({ name: '9.9.9', projectId: Number(known.project.id) });
});
step('version read', () => jira.projectVersions.getVersion({ id: known.version.id }));
step('components', () => jira.projectComponents.getProjectComponents({ projectIdOrKey: project }));
step('components by page', () => jira.projectComponents.getProjectComponentsPaginated({ projectIdOrKey: project }));
step('component made', async () => {
  known.component = await jira.projectComponents.createComponent({ name: 'Journey', project });
});
step('component read', () => jira.projectComponents.getComponent({ id: known.component.id }));
step('createmeta types', async () => {
  const found = await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: project });
  known.task = found.issueTypes.find(type => type.name === 'Task');
  assert.ok(known.task);
});
step('createmeta fields', async () => {
  const found = await jira.issues.getCreateIssueMetaIssueTypeId({ projectIdOrKey: project, issueTypeId: known.task.id });
  assert.ok(found.fields.some(field => field.fieldId === 'summary'));
});

// people
step('user', () => jira.users.getUser({ accountId: known.me }));
step('users found', async () => assert.ok((await jira.userSearch.findUsers({ query: 'ada' })).length));
step('users for a picker', () => jira.userSearch.findUsersForPicker({ query: 'ada' }));
step('assignable users', async () => assert.ok((await jira.userSearch.findAssignableUsers({ project })).length));
step('users assignable everywhere', () => jira.userSearch.findBulkAssignableUsers({ projectKeys: project }));

// issues
step('create', async () => {
  known.one = await jira.issues.createIssue({
    ...issue('One', { description: doc('a', 'b'), labels: ['x'], assignee: { accountId: known.me } }),
    properties: [{ key: 'journey', value: { n: 1 } }],
  });
  assert.match(known.one.key, new RegExp(`^${project}-`));
});
step('create refused', () => refused(400, () => jira.issues.createIssue(issue(''))));
step('create many', async () => {
  const made = await jira.issues.createIssues({ issueUpdates: [issue('Two'), issue(''), issue('Three', {}, 'Bug')] });
  assert.equal(made.issues.length, 2);
  assert.equal(made.errors[0].failedElementNumber, 1);
  [known.two, known.three] = made.issues;
});
step('sub-task', async () => {
  known.child = await jira.issues.createIssue(issue('Child', { parent: { key: known.one.key } }, 'Sub-task'));
});
step('get', async () => {
  const found = await jira.issues.getIssue({
    issueIdOrKey: known.one.key,
    expand: 'names,schema,changelog,transitions,editmeta,operations,renderedFields,versionedRepresentations',
    properties: ['journey'],
  });
  assert.equal(found.fields.summary, 'One');
  assert.deepEqual(found.properties, { journey: { n: 1 } });
});
step('get nothing', () => refused(404, () => jira.issues.getIssue({ issueIdOrKey: `${project}-99999` })));
step('bulkfetch', async () => {
  const keys = [known.one.key, known.two.key, 'NOPE-1'];
  const found = await jira.issues.bulkFetchIssues({ issueIdsOrKeys: keys, fields: ['summary'], properties: ['journey'] });
  assert.equal(found.issues.length, 2);
  assert.equal(found.issueErrors.length, 1);
});
step('edit', () => jira.issues.editIssue({ issueIdOrKey: known.one.key, fields: { summary: 'New' }, update: { labels: [{ add: 'y' }] } }));
step('edit and read', async () => {
  const found = await jira.issues.editIssue({
    issueIdOrKey: known.one.key, returnIssue: true, fields: { description: doc('c') },
  });
  assert.equal(found.fields.summary, 'New');
});
step('editmeta', async () => assert.ok((await jira.issues.getEditIssueMeta({ issueIdOrKey: known.one.key })).fields.summary));
step('assign', () => jira.issues.assignIssue({ issueIdOrKey: known.two.key, accountId: known.me }));
step('transitions', async () => {
  const found = await jira.issues.getTransitions({ issueIdOrKey: known.one.key, expand: 'transitions.fields' });
  known.transition = found.transitions[0];
  assert.ok(known.transition.to.statusCategory.key);
});
step('transition', () => jira.issues.doTransition({ issueIdOrKey: known.one.key, transition: { id: known.transition.id } }));
step('transition refused', () => refused(400, () =>
  jira.issues.doTransition({ issueIdOrKey: known.one.key, transition: { id: '9999' } })));
step('changelog', async () => {
  const page = await jira.issues.getChangeLogs({ issueIdOrKey: known.one.key, maxResults: 2 });
  known.history = page.values.map(item => Number(item.id));
  assert.ok(page.total >= 3);
});
step('changelog by ids', () => jira.issues.getChangeLogsByIds({ issueIdOrKey: known.one.key, changelogIds: known.history }));
step('changelogs of many', async () => {
  const found = await jira.issues.getBulkChangelogs({ issueIdsOrKeys: [known.one.key, known.two.key], maxResults: 2 });
  assert.ok(found.issueChangeLogs.length);
  await jira.issues.getBulkChangelogs({ issueIdsOrKeys: [known.one.key], fieldIds: ['summary'] });
});
step('wiki text through v2', async () => {
  const made = await jira.issueComments.addComment({ issueIdOrKey: known.one.key, body: 'h2. Head\n\n*bold*' });
  assert.equal(made.body.type, 'doc');
});

// parts of an issue
step('comment', async () => {
  known.comment = await jira.issueComments.addComment({ issueIdOrKey: known.one.key, body: doc('Hello') });
});
step('comment read', () => jira.issueComments.getComment({ issueIdOrKey: known.one.key, id: known.comment.id }));
step('comments', async () => assert.ok((await jira.issueComments.getComments({ issueIdOrKey: known.one.key, maxResults: 5 })).total >= 1));
step('comments by ids', async () =>
  assert.equal((await jira.issueComments.getCommentsByIds({ ids: [Number(known.comment.id)] })).values.length, 1));
step('comment edited', () => jira.issueComments.updateComment({ issueIdOrKey: known.one.key, id: known.comment.id, body: { body: doc('Bye') } }));
step('comment deleted', () => jira.issueComments.deleteComment({ issueIdOrKey: known.one.key, id: known.comment.id }));
step('property', () => jira.issueProperties.setIssueProperty({ issueIdOrKey: known.one.key, propertyKey: 'p', body: { a: 1 } }));
step('property read', async () => {
  const found = await jira.issueProperties.getIssueProperty({ issueIdOrKey: known.one.key, propertyKey: 'p' });
  assert.deepEqual(found.value, { a: 1 });
});
step('property keys', async () => assert.equal((await jira.issueProperties.getIssuePropertyKeys({ issueIdOrKey: known.one.key })).keys.length, 2));
step('property deleted', () => jira.issueProperties.deleteIssueProperty({ issueIdOrKey: known.one.key, propertyKey: 'p' }));
step('link', () => jira.issueLinks.linkIssues({
  type: { name: 'Blocks' }, inwardIssue: { key: known.one.key }, outwardIssue: { key: known.two.key },
}));
step('link read', async () => {
  const { fields } = await jira.issues.getIssue({ issueIdOrKey: known.one.key, fields: ['issuelinks'] });
  known.link = fields.issuelinks[0].id;
  assert.equal((await jira.issueLinks.getIssueLink({ linkId: known.link })).outwardIssue.key, known.two.key);
});
step('link deleted', () => jira.issueLinks.deleteIssueLink({ linkId: known.link }));
step('worklog', async () => {
  known.worklog = await jira.issueWorklogs.addWorklog({
    issueIdOrKey: known.one.key, timeSpent: '1h 30m', comment: doc('Work'), started: '2026-03-02T09:00:00.000+0000',
  });
  assert.equal(known.worklog.timeSpentSeconds, 5400);
});
step('worklogs', async () => assert.equal((await jira.issueWorklogs.getIssueWorklog({ issueIdOrKey: known.one.key })).total, 1));
step('worklog read', () => jira.issueWorklogs.getWorklog({ issueIdOrKey: known.one.key, id: known.worklog.id }));
step('worklog edited', () => jira.issueWorklogs.updateWorklog({ issueIdOrKey: known.one.key, id: known.worklog.id, body: { timeSpentSeconds: 3600 } }));
step('worklogs updated since', () => jira.issueWorklogs.getIdsOfWorklogsModifiedSince({ since: 0 }));
step('worklogs by ids', () => jira.issueWorklogs.getWorklogsForIds({ ids: [Number(known.worklog.id)] }));
step('worklog deleted', () => jira.issueWorklogs.deleteWorklog({ issueIdOrKey: known.one.key, id: known.worklog.id }));
step('worklogs deleted since', () => jira.issueWorklogs.getIdsOfWorklogsDeletedSince({ since: 0 }));
step('attachment', async () => {
  const made = await jira.issueAttachments.addAttachment({
    issueIdOrKey: known.one.key,
    attachments: { filename: 'a.txt', content: Buffer.from('some bytes'), contentType: 'text/plain' },
  });
  known.attachment = String(made[0].id);
});
step('attachment read', async () => assert.equal((await jira.issueAttachments.getAttachment({ id: known.attachment })).size, 10));
step('attachment content', () => jira.issueAttachments.getAttachmentContent({ id: known.attachment, redirect: false }));
step('attachment settings', () => jira.issueAttachments.getAttachmentMeta());
step('attachment deleted', () => jira.issueAttachments.removeAttachment({ id: known.attachment }));
step('watchers', () => jira.issueWatchers.getIssueWatchers({ issueIdOrKey: known.one.key }));
step('votes', () => jira.issueVotes.getVotes({ issueIdOrKey: known.one.key }));
step('remote links', () => jira.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey: known.one.key }));

// search
const everything = `project = ${project} ORDER BY key`;
step('search', async () => {
  const first = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: everything, maxResults: 1, fields: ['*all'] });
  assert.equal(first.issues.length, 1);
  const next = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
    jql: everything, nextPageToken: first.nextPageToken, fields: ['summary'], properties: ['journey'],
    expand: 'names,schema', reconcileIssues: [Number(known.one.id)],
  });
  assert.notEqual(next.issues[0].key, first.issues[0].key);
});
step('search by query', async () => {
  const found = await jira.issueSearch.searchAndReconsileIssuesUsingJql({ jql: everything });
  assert.deepEqual(Object.keys(found.issues[0]), ['id']);
});
step('search without bounds', () => refused(400, () => jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: 'order by key' })));
step('count', async () => assert.ok((await jira.issueSearch.countIssues({ jql: everything })).count >= 4));
step('match', async () => {
  const found = await jira.issueSearch.matchIssues({ issueIds: [Number(known.one.id)], jqls: [everything, 'project = NOPE'] });
  assert.deepEqual(found.matches[0].matchedIssues, [Number(known.one.id)]);
});
step('parse', async () => {
  const queries = [everything, 'x =', 'summary ~ "a b" AND (labels IN (x, y) OR assignee = currentUser()) AND created >= -1w'];
  const found = await jira.jql.parseJqlQueries({ queries, validation: 'strict' });
  assert.equal(found.queries.length, queries.length);
  assert.ok(found.queries[1].errors.length);
});
step('autocomplete', () => jira.jql.getAutoComplete());
step('autocomplete of projects', () => jira.jql.getAutoCompletePost({ projectIds: [Number(known.project.id)] }));
step('suggestions', () => jira.jql.getFieldAutoCompleteForQueryString({ fieldName: 'reporter', fieldValue: 'a' }));

// the bulk queue
const finished = async task => {
  for (let tries = 0; tries < 100; tries += 1) {
    const state = await jira.issueBulkOperations.getBulkOperationProgress({ taskId: task });
    if (!['ENQUEUED', 'RUNNING'].includes(state.status)) return state;
    await sleep(50);
  }
  throw new Error('the task does not end');
};
step('bulk fields', () => jira.issueBulkOperations.getBulkEditableFields({ issueIdsOrKeys: `${known.two.key},${known.three.key}` }));
step('bulk edit', async () => {
  const made = await jira.issueBulkOperations.submitBulkEdit({
    selectedIssueIdsOrKeys: [known.two.key, known.three.key],
    selectedActions: ['labels'],
    editedFieldsInput: {
      labelsFields: [{ fieldId: 'labels', labels: [{ name: 'bulk' }], bulkEditMultiSelectFieldOption: 'ADD' }],
    },
    sendBulkNotification: false,
  });
  assert.equal((await finished(made.taskId)).status, 'COMPLETE');
});
step('bulk transitions', async () => {
  const found = await jira.issueBulkOperations.getAvailableTransitions({ issueIdsOrKeys: known.two.key });
  known.bulk = found.availableTransitions[0].transitions[0].transitionId;
});
step('bulk transition', async () => {
  const made = await jira.issueBulkOperations.submitBulkTransition({
    bulkTransitionInputs: [{ selectedIssueIdsOrKeys: [known.two.key], transitionId: String(known.bulk) }],
    sendBulkNotification: false,
  });
  await finished(made.taskId);
});
step('bulk delete', async () => {
  const made = await jira.issueBulkOperations.submitBulkDelete({
    selectedIssueIdsOrKeys: [known.three.key], sendBulkNotification: false,
  });
  assert.equal((await finished(made.taskId)).status, 'COMPLETE');
});

// agile
step('boards', async () => {
  const found = await agile.board.getAllBoards({ projectKeyOrId: project });
  known.board = found.values.find(board => board.type === 'scrum');
  assert.ok(known.board);
});
step('board', () => agile.board.getBoard({ boardId: known.board.id }));
step('board configuration', () => agile.board.getConfiguration({ boardId: known.board.id }));
step('sprints', async () => {
  known.sprint = (await agile.board.getAllSprints({ boardId: known.board.id, state: 'active' })).values[0];
  assert.ok(known.sprint);
});
step('sprint', () => agile.sprint.getSprint({ sprintId: known.sprint.id }));
step('sprint made', async () => {
  known.own = await agile.sprint.createSprint({ name: 'Journey', originBoardId: known.board.id });
});
step('sprint edited', () => agile.sprint.partiallyUpdateSprint({ sprintId: known.own.id, goal: 'To arrive' }));
step('into a sprint', () => agile.sprint.moveIssuesToSprintAndRank({ sprintId: known.own.id, issues: [known.one.key] }));
step('issues of a sprint', async () =>
  assert.ok((await agile.sprint.getIssuesForSprint({ sprintId: known.own.id })).issues.length));
step('issues of a board', () => agile.board.getIssuesForBoard({ boardId: known.board.id }));
step('backlog', () => agile.board.getIssuesForBacklog({ boardId: known.board.id }));
step('to the backlog', () => agile.backlog.moveIssuesToBacklog({ issues: [known.one.key] }));
step('sprint deleted', () => agile.sprint.deleteSprint({ sprintId: known.own.id }));
step('epics of a board', () => agile.board.getEpics({ boardId: known.board.id }));
step('rank', () => agile.issue.rankIssues({ issues: [known.two.key], rankBeforeIssue: known.one.key }));

// the end
step('delete refused', () => refused(400, () => jira.issues.deleteIssue({ issueIdOrKey: known.one.key })));
step('delete', () => jira.issues.deleteIssue({ issueIdOrKey: known.one.key, deleteSubtasks: 'true' }));
step('deleted', () => refused(404, () => jira.issues.getIssue({ issueIdOrKey: known.child.key })));

// A path that is not served answers in Jira's shape for unknown paths, and with that alone.
const unserved = error => error instanceof Missing || String(error.message).includes('"null for uri');

for (const [name, run] of steps) {
  let line = { step: name, ok: true };
  try {
    await run();
  } catch (error) {
    const told = error.issues ? `${error.message} ${JSON.stringify(error.issues).slice(0, 1500)}` : String(error.stack ?? error);
    line = { step: name, ok: false, served: !unserved(error), status: error.status, error: told.slice(0, 3000) };
  }
  console.log(JSON.stringify(line));
}
