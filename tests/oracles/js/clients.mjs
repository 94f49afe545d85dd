// Walks over Jira Cloud with the clients of jira.js 5: version 2 with wiki markup, version 3, agile.
//   node clients.mjs URL EMAIL TOKEN PROJECT
// One line of JSON a step on stdout, as in journey.mjs.
import assert from 'node:assert/strict';
import { AgileClient, Version2Client, Version3Client } from 'jira.js-5';

import { journey } from './steps.mjs';

const [host, email, apiToken, project] = process.argv.slice(2);
const options = { host, authentication: { basic: { email, apiToken } } };
const [v2, v3, agile] = [new Version2Client(options), new Version3Client(options), new AgileClient(options)];
const { step, known, refused, run } = journey();
const issue = (summary, more = {}, kind = 'Task') => ({
  fields: { project: { key: project }, issuetype: { name: kind }, summary, ...more },
});
const at = () => ({ issueIdOrKey: known.one.key });
const WIKI = 'h2. What\n\n* *bold* and _slanted_\n* [a link|https://example.com]\n\n{code:python}\nprint(1)\n{code}';

step('myself', async () => { known.me = await v2.myself.getCurrentUser(); assert.equal(known.me.locale, 'en_US'); });
step('create in wiki', async () => { known.one = await v2.issues.createIssue(issue('One', { description: WIKI, environment: '{noformat}x{noformat}' })); });
step('read in wiki', async () => {
  const { fields } = await v2.issues.getIssue(at());
  assert.deepEqual([fields.description, fields.environment], [WIKI, '{noformat}x{noformat}']);
});
step('read as a document', async () => {
  const { description } = (await v3.issues.getIssue(at())).fields;
  assert.deepEqual(description.content.map(node => node.type), ['heading', 'bulletList', 'codeBlock']);
});
step('a document is no markup', () => refused(400, () => v2.issues.createIssue(issue('x', { description: { type: 'doc', version: 1, content: [] } }))));
step('comments in wiki', async () => {
  const made = await v2.issueComments.addComment({ ...at(), comment: 'A {{word}}' });
  assert.equal(made.body, 'A {{word}}');
  const found = await v2.issueComments.getComments({ ...at(), orderBy: '-created', expand: 'renderedBody' });
  assert.match(found.comments[0].renderedBody, /word/);
  assert.equal((await v3.issueComments.getComment({ ...at(), id: made.id })).body.type, 'doc');
});
step('worklogs in wiki', async () => {
  const made = await v2.issueWorklogs.addWorklog({ ...at(), comment: '*work*', timeSpentSeconds: 3600, adjustEstimate: 'leave' });
  assert.equal(made.comment, '*work*');
  assert.equal((await v3.issueWorklogs.getWorklog({ ...at(), id: made.id })).comment.type, 'doc');
});
step('transition by name with a comment', async () => {
  const { transitions } = await v2.issues.getTransitions({ ...at(), expand: 'transitions.fields' });
  const done = transitions.find(one => one.name === 'Done');
  assert.ok(done.fields.resolution.allowedValues.length);
  await v2.issues.doTransition({ ...at(), transition: { id: done.id }, fields: { resolution: { name: "Won't Do" } }, update: { comment: [{ add: { body: 'Why' } }] } });
  const { fields } = await v2.issues.getIssue(at());
  assert.deepEqual([fields.status.name, fields.resolution.name], ['Done', "Won't Do"]);
});
step('search by token', async () => {
  for (const summary of ['Two', 'Three', 'Four']) await v3.issues.createIssue(issue(summary));
  const seen = [];
  let nextPageToken;
  do {
    const page = await v3.issueSearch.searchForIssuesUsingJqlEnhancedSearchPost({ jql: `project = ${project} ORDER BY created ASC`, maxResults: 2, fields: ['summary'], nextPageToken });
    seen.push(...page.issues.map(one => one.fields.summary));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken);
  assert.deepEqual(seen.slice(-4), ['One', 'Two', 'Three', 'Four']);
});
step('the old search is gone', () => refused(410, () => v2.issueSearch.searchForIssuesUsingJqlPost({ jql: `project = ${project}` })));
step('pages of projects', async () => {
  const page = await v3.projects.searchProjects({ maxResults: 1, orderBy: '-key', expand: 'lead,issueTypes,description' });
  assert.ok(page.nextPage);
  assert.ok(page.values[0].lead.displayName && page.values[0].issueTypes.length);
  const all = await v3.projects.searchProjects({ orderBy: '-key' });
  const keys = all.values.map(one => one.key);
  assert.deepEqual(keys, [...keys].sort().reverse());
});
step('user with groups', async () => {
  const found = await v3.users.getUser({ accountId: known.me.accountId, expand: 'groups,applicationRoles' });
  assert.ok(found.groups.items.length);
});
step('versions in order', async () => {
  await v3.projectVersions.createVersion({ name: 'late', projectId: Number((await v3.projects.getProject({ projectIdOrKey: project })).id), releaseDate: '2020-01-01' });
  const page = await v3.projectVersions.getProjectVersionsPaginated({ projectIdOrKey: project, orderBy: '-name', status: 'unreleased' });
  assert.equal(page.values.find(one => one.name === 'late').overdue, true);
  assert.ok(page.values.every(one => !one.released));
});
step('board with filters', async () => {
  const [board] = (await agile.board.getAllBoards({ projectKeyOrId: project })).values;
  assert.deepEqual((await agile.board.getAllQuickFilters({ boardId: board.id })).values, []);
  await agile.issue.estimateIssueForBoard({ ...at(), boardId: board.id, value: '3' });
  assert.equal((await agile.issue.getIssueEstimationForBoard({ ...at(), boardId: board.id })).value, 3);
});
step('epic renamed', async () => {
  const epic = await v3.issues.createIssue(issue('Epic', {}, 'Epic'));
  assert.equal((await agile.epic.partiallyUpdateEpic({ epicIdOrKey: epic.key, name: 'Named' })).name, 'Named');
  await agile.epic.moveIssuesToEpic({ epicIdOrKey: epic.key, issues: [known.one.key] });
  assert.equal((await agile.epic.getIssuesForEpic({ epicIdOrKey: epic.key })).issues[0].key, known.one.key);
});

await run();
