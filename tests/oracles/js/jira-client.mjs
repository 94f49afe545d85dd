// Walks over a Jira with npm `jira-client`, which speaks version 2 and knows Data Center as well as Cloud.
//   node jira-client.mjs URL NAME TOKEN PROJECT EDITION
// One line of JSON a step on stdout, as in journey.mjs.
import assert from 'node:assert/strict';
import { createReadStream, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JiraApi from 'jira-client';

import { journey } from './steps.mjs';

const [url, name, token, project, edition] = process.argv.slice(2);
const cloud = edition === 'cloud';
const { protocol, hostname, port, pathname } = new URL(url);
const login = cloud ? { username: name, password: token } : { bearer: token };
const base = pathname.replace(/^\/|\/$/g, '');
const jira = new JiraApi({ protocol: protocol.slice(0, -1), host: hostname, port, base, apiVersion: '2', ...login });
const { step, known, run } = journey();
// It tells a refusal by its text alone.
const refused = (words, work) => assert.rejects(work, words);
const issue = (summary, more = {}, kind = 'Task') => ({
  fields: { project: { key: project }, issuetype: { name: kind }, summary, ...more },
});
const key = () => known.one.key;

step('server', async () => assert.equal((await jira.getServerInfo()).deploymentType, cloud ? 'Cloud' : 'Server'));
step('myself', async () => { known.me = await jira.getCurrentUser(); assert.ok(known.me.displayName); });
step('projects', async () => assert.ok((await jira.listProjects()).some(p => p.key === project)));
step('project', async () => assert.ok((await jira.getProject(project)).lead));
step('configuration', async () => {
  for (const list of [jira.listIssueTypes, jira.listFields, jira.listPriorities, jira.listStatus]) {
    assert.ok((await list.call(jira)).length);
  }
  assert.ok((await jira.listIssueLinkTypes()).issueLinkTypes.length);
});
step('create', async () => {
  known.one = await jira.addNewIssue(issue('One', { description: 'h1. Title\n\n* a\n* b', labels: ['x'] }));
  known.two = await jira.addNewIssue(issue('Two'));
  const epic = cloud ? {} : { customfield_10011: 'Name' };
  known.epic = await jira.addNewIssue(issue('Epic', epic, 'Epic'));
});
step('create refused', () => refused(/specify a summary/, () => jira.addNewIssue(issue(''))));
step('get', async () => {
  const found = await jira.findIssue(key(), 'names,changelog,renderedFields');
  assert.equal(found.fields.description, 'h1. Title\n\n* a\n* b');
  assert.ok(found.names.summary);
  assert.ok(found.changelog.histories);
  assert.deepEqual(Object.keys((await jira.getIssue(key(), 'summary')).fields), ['summary']);
});
step('get nothing', () => refused(/does not exist/, () => jira.findIssue(`${project}-99999`)));
step('edit', async () => {
  await jira.updateIssue(key(), { fields: { summary: 'New', environment: 'Linux' }, update: { labels: [{ add: 'y' }] } });
  const { fields } = await jira.findIssue(key());
  assert.deepEqual([fields.summary, fields.environment, fields.labels], ['New', 'Linux', ['x', 'y']]);
});
step('assign', () => cloud ? jira.updateAssigneeWithId(key(), known.me.accountId) : jira.updateAssignee(key(), known.me.name));
step('transition', async () => {
  const { transitions } = await jira.listTransitions(key());
  const wanted = transitions.find(t => t.to.statusCategory.key === 'indeterminate');
  await jira.transitionIssue(key(), { transition: { id: wanted.id } });
  assert.equal((await jira.findIssue(key())).fields.status.name, wanted.to.name);
});
step('comment', async () => {
  const made = await jira.addComment(key(), 'A *bold* word');
  assert.equal((await jira.getComment(key(), made.id)).body, 'A *bold* word');
  await jira.updateComment(key(), made.id, 'Another');
  assert.equal((await jira.getComments(key())).comments[0].body, 'Another');
  await jira.deleteComment(key(), made.id);
});
step('comment for a few', async () => {
  const visibility = { type: 'role', value: 'Administrators' };
  const made = await jira.addCommentAdvanced(key(), { body: 'Secret', visibility });
  assert.equal(made.visibility.value, 'Administrators');
  await jira.deleteComment(key(), made.id);
});
step('worklog', async () => {
  const made = await jira.addWorklog(key(), { timeSpent: '1h', comment: 'Work' });
  assert.equal(made.timeSpentSeconds, 3600);
  assert.equal((await jira.getIssueWorklogs(key())).worklogs.length, 1);
  assert.ok((await jira.updatedWorklogs(0)).values.length);
  assert.equal((await jira.getWorklogs([Number(made.id)]))[0].comment, 'Work');
  await jira.updateWorklog(key(), made.id, { timeSpent: '2h' });
  await jira.deleteWorklog(key(), made.id);
});
step('attachment', async () => {
  const path = join(tmpdir(), `jira-client-${process.pid}.txt`);
  writeFileSync(path, 'some bytes');
  const [made] = await jira.addAttachmentOnIssue(key(), createReadStream(path));
  assert.equal(made.size, 10);
  assert.equal(String(await jira.downloadAttachment({ id: made.id, filename: made.filename })), 'some bytes');
  await jira.deleteAttachment(made.id);
});
step('links', async () => {
  await jira.issueLink({ type: { name: 'Blocks' }, inwardIssue: { key: key() }, outwardIssue: { key: known.two.key } });
  const [link] = (await jira.findIssue(key())).fields.issuelinks;
  assert.equal(link.outwardIssue.key, known.two.key);
  await jira.deleteIssueLink(link.id);
  const made = await jira.createRemoteLink(key(), { object: { url: 'https://example.com', title: 'There' } });
  assert.equal((await jira.getRemoteLinks(key()))[0].id, made.id);
  await jira.deleteRemoteLink(key(), made.id);
});
step('watchers', async () => {
  assert.ok((await jira.getIssueWatchers(key())).watchCount >= 1);
});
step('search', async () => {
  if (cloud) return refused(/has been removed/, () => jira.searchJira(`project = ${project}`));
  const page = await jira.searchJira(`project = ${project} ORDER BY key ASC`, { maxResults: 2, startAt: 1, fields: ['summary'] });
  assert.deepEqual([page.startAt, page.maxResults, page.issues.length], [1, 2, 2]);
  assert.ok(page.total >= 3);
});
step('changelog', async () => {
  if (cloud) assert.ok((await jira.getIssueChangelog(key())).values.length);
});
step('create metadata', async () => {
  if (cloud) assert.ok((await jira.getIssueCreateMetadata({ projectKeys: project })).projects[0].issuetypes.length);
});
step('versions', async () => {
  const made = await jira.createVersion({ name: 'jira-client', project, releaseDate: '2026-12-24' });
  assert.equal((await jira.getVersion(made.id)).releaseDate, '2026-12-24');
  await jira.updateVersion({ id: made.id, released: true });
  assert.ok((await jira.getVersions(project)).some(v => v.released && v.id === made.id));
});
step('components', async () => {
  const lead = cloud ? { leadAccountId: known.me.accountId } : { leadUserName: known.me.name };
  const made = await jira.addNewComponent({ name: 'jira-client', project, ...lead });
  assert.equal(made.lead.displayName, known.me.displayName);
  assert.ok((await jira.listComponents(project)).some(c => c.id === made.id));
  assert.equal((await jira.relatedIssueCounts(made.id)).issueCount, 0);
  await jira.deleteComponent(made.id);
});
step('boards', async () => {
  known.board = (await jira.getAllBoards(0, 50, 'scrum', undefined, project)).values[0];
  assert.ok((await jira.getConfiguration(known.board.id)).columnConfig.columns.length);
  assert.ok((await jira.getIssuesForBoard(known.board.id)).issues.length);
  assert.ok((await jira.getIssuesForBacklog(known.board.id)).issues.length);
  assert.ok((await jira.getAllVersions(known.board.id)).values.length);
  assert.ok((await jira.getProjects(known.board.id)).values.length);
});
step('sprints', async () => {
  const [sprint] = (await jira.getAllSprints(known.board.id, 0, 50, 'active')).values;
  await jira.addIssueToSprint(key(), sprint.id).catch(error => { throw error; });
  assert.ok((await jira.getBoardIssuesForSprint(known.board.id, sprint.id)).issues.some(i => i.key === key()));
  await jira.moveToBacklog([key()]);
});
step('epics', async () => {
  assert.ok((await jira.getEpics(known.board.id)).values.some(e => e.key === known.epic.key));
  await jira.moveIssuesToEpic(known.epic.key, [key()]);
  assert.equal((await jira.getIssuesForEpic(known.epic.key)).issues[0].key, key());
  assert.equal((await jira.partiallyUpdateEpic(known.epic.key, { summary: 'Renamed' })).summary, 'Renamed');
  assert.equal((await jira.getEpic(known.epic.key)).summary, 'Renamed');
});
step('estimation', async () => {
  await jira.estimateIssueForBoard(key(), known.board.id, { value: '8' });
  assert.equal((await jira.getIssueEstimationForBoard(key(), known.board.id)).value, 8);
});
step('rank', () => jira.rankIssues({ issues: [known.two.key], rankBeforeIssue: key() }));
step('webhooks', async () => {
  const made = await jira.registerWebhook({ name: 'x', url: 'http://127.0.0.1:9/', events: ['jira:issue_created'] });
  assert.ok((await jira.listWebhooks()).length);
  await jira.deleteWebhook(made.self.split('/').pop());
});
step('delete', async () => {
  await jira.deleteIssue(key());
  await refused(/does not exist/, () => jira.findIssue(key()));
});

await run();
