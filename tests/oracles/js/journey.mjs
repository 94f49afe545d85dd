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
step('version edited', async () => {
  const told = await jira.projectVersions.updateVersion({
    id: known.version.id, body: { name: '9.9.10', released: true, releaseDate: '2026-03-02' },
  });
  assert.equal(told.released, true);
});
step('version counted', async () => {
  assert.equal((await jira.projectVersions.getVersionRelatedIssues({ id: known.version.id })).issuesFixedCount, 0);
  assert.equal((await jira.projectVersions.getVersionUnresolvedIssues({ id: known.version.id })).issuesUnresolvedCount, 0);
});
step('versions merged, swapped and deleted', async () => {
  const made = async name => (await jira.projectVersions.createVersion({ name, projectId: Number(known.project.id) })).id;
  const [one, two] = [await made('8.1'), await made('8.2')];
  await jira.projectVersions.mergeVersions({ id: one, moveIssuesTo: two });
  await refused(404, () => jira.projectVersions.getVersion({ id: one }));
  await jira.projectVersions.deleteAndReplaceVersion({ id: two, moveFixIssuesTo: Number(known.version.id) });
  await refused(404, () => jira.projectVersions.getVersion({ id: two }));
});
step('component edited', async () => {
  const told = await jira.projectComponents.updateComponent({
    id: known.component.id, body: { description: 'By whoever walks', leadAccountId: known.me },
  });
  assert.equal(told.lead.accountId, known.me);
});
step('component counted', async () =>
  assert.equal((await jira.projectComponents.getComponentRelatedIssues({ id: known.component.id })).issueCount, 0));
step('component deleted', async () => {
  await jira.projectComponents.deleteComponent({ id: known.component.id });
  await refused(404, () => jira.projectComponents.getComponent({ id: known.component.id }));
});
step('contexts and options', async () => {
  const fields = await jira.issueFields.getFields();
  const { id } = fields.find(field => field.schema?.custom?.endsWith(':select'));
  const [context] = (await jira.issueCustomFieldContexts.getContextsForField({ fieldId: id })).values;
  const page = await jira.issueCustomFieldOptions.getOptionsForContext({ fieldId: id, contextId: Number(context.id) });
  assert.ok(page.values.length);
  await jira.issueCustomFieldOptions.getCustomFieldOption({ id: page.values[0].id });
});
step('link type', () => jira.issueLinkTypes.getIssueLinkType({ issueLinkTypeId: '10000' }));
step('settings', () => jira.jiraSettings.getConfiguration());
step('all permissions', async () => assert.ok((await jira.permissions.getAllPermissions()).permissions.BROWSE_PROJECTS));
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
step('all users', async () => {
  assert.ok((await jira.users.getAllUsersDefault()).length);
  assert.ok((await jira.users.getAllUsers({ maxResults: 1 })).length);
});
step('groups', () => jira.groups.findGroups({ query: 'jira' }));
step('assignable users', async () => assert.ok((await jira.userSearch.findAssignableUsers({ project })).length));
step('users assignable everywhere', () => jira.userSearch.findBulkAssignableUsers({ projectKeys: project }));

step('users who see and may do', async () => {
  assert.ok((await jira.userSearch.findUsersWithBrowsePermission({ projectKey: project, query: 'ada' })).length);
  const permissions = 'BROWSE_PROJECTS';
  assert.ok((await jira.userSearch.findUsersWithAllPermissions({ permissions, projectKey: project, query: 'ada' })).length);
  await refused(400, () => jira.userSearch.findUsersWithAllPermissions({ permissions: 'NOPE', projectKey: project, query: 'ada' }));
});
step('favourite filters', async () => assert.deepEqual(await jira.filters.getFavouriteFilters({}), []));
step('avatar', () => jira.avatars.getAvatarImageByID({ type: 'issuetype', id: '10318' }));

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
step('transition with fields', async () => {
  const { transitions } = await jira.issues.getTransitions({ issueIdOrKey: known.two.key, expand: 'transitions.fields' });
  const done = transitions.find(one => one.fields?.resolution);
  assert.ok(done);
  await jira.issues.doTransition({
    issueIdOrKey: known.two.key,
    transition: { id: done.id },
    fields: { resolution: { name: "Won't Do" } },
    update: { comment: [{ add: { body: doc('Not now') } }] },
  });
  const { fields } = await jira.issues.getIssue({ issueIdOrKey: known.two.key, fields: ['resolution', 'comment'] });
  assert.equal(fields.resolution.name, "Won't Do");
  assert.equal(fields.comment.total, 1);
});
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
step('properties of a comment', async () => {
  const at = { commentId: String(known.comment.id), propertyKey: 'p' };
  await jira.issueCommentProperties.setCommentProperty({ ...at, body: { a: 1 } });
  assert.deepEqual((await jira.issueCommentProperties.getCommentProperty(at)).value, { a: 1 });
  assert.equal((await jira.issueCommentProperties.getCommentPropertyKeys({ commentId: at.commentId })).keys.length, 1);
  await jira.issueCommentProperties.deleteCommentProperty(at);
});
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
step('attachment bytes', async () => {
  const told = await jira.issueAttachments.getAttachmentContent({ id: known.attachment });
  assert.equal(Buffer.from(told instanceof ArrayBuffer ? told : told.content ?? told).toString(), 'some bytes');
  await jira.issueAttachments.getAttachmentThumbnail({ id: known.attachment, redirect: false });
});
step('attachment settings', () => jira.issueAttachments.getAttachmentMeta());
step('attachment deleted', () => jira.issueAttachments.removeAttachment({ id: known.attachment }));
step('watchers', () => jira.issueWatchers.getIssueWatchers({ issueIdOrKey: known.one.key }));
step('votes', () => jira.issueVotes.getVotes({ issueIdOrKey: known.one.key }));
step('watched and no more', async () => {
  const { accountId } = (await jira.userSearch.findUsers({ query: 'ada' }))[0];
  const watched = async () =>
    (await jira.issueWatchers.getIssueWatchers({ issueIdOrKey: known.two.key })).watchers.some(one => one.accountId === accountId);
  await jira.issueWatchers.addWatcher({ issueIdOrKey: known.two.key, body: accountId });
  assert.equal(await watched(), true);
  await jira.issueWatchers.removeWatcher({ issueIdOrKey: known.two.key, accountId });
  assert.equal(await watched(), false);
});
step('watching in bulk', async () => {
  const told = await jira.issueWatchers.getIsWatchingIssueBulk({ issueIds: [known.two.id, '999999'] });
  assert.equal(told.issuesIsWatching[known.two.id], true);
});
step('voted and no more', async () => {
  const votes = async () => (await jira.issueVotes.getVotes({ issueIdOrKey: known.voted })).votes;
  const { accountId } = (await jira.userSearch.findUsers({ query: 'ada' }))[0];
  known.voted = (await jira.issues.createIssue(issue('By another', { reporter: { accountId } }))).key;
  await jira.issueVotes.addVote({ issueIdOrKey: known.voted });
  assert.equal(await votes(), 1);
  await jira.issueVotes.removeVote({ issueIdOrKey: known.voted });
  assert.equal(await votes(), 0);
});
step('told by mail', () => jira.issues.notify({
  issueIdOrKey: known.two.key, subject: 'News', textBody: 'It is there.', to: { reporter: true },
}));
step('remote link', async () => {
  const object = { url: 'https://example.com/1', title: 'One' };
  const made = await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink({ issueIdOrKey: known.two.key, globalId: 'g=1', object });
  const at = { issueIdOrKey: known.two.key, linkId: String(made.id) };
  assert.equal((await jira.issueRemoteLinks.getRemoteIssueLinkById(at)).object.title, 'One');
  await jira.issueRemoteLinks.updateRemoteIssueLink({ ...at, object: { ...object, title: 'Two' } });
  await jira.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey: known.two.key });
  await jira.issueRemoteLinks.deleteRemoteIssueLinkById(at);
  await refused(404, () => jira.issueRemoteLinks.getRemoteIssueLinkById(at));
});
step('remote link by its global id', async () => {
  const at = { issueIdOrKey: known.two.key, globalId: 'g=2' };
  await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink({ ...at, object: { url: 'https://example.com/2', title: 'Two' } });
  await jira.issueRemoteLinks.deleteRemoteIssueLinkByGlobalId(at);
  await refused(404, () => jira.issueRemoteLinks.deleteRemoteIssueLinkByGlobalId(at));
});
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

step('picker', async () => {
  const { sections } = await jira.issueSearch.getIssuePickerResource({ query: known.one.key, currentJQL: everything });
  assert.ok(sections.length);
});

// webhooks: for apps alone
step('webhooks', async () => {
  await refused(403, () => jira.webhooks.getDynamicWebhooksForApp());
  await refused(403, () => jira.webhooks.registerDynamicWebhooks({
    url: 'https://example.com/hook', webhooks: [{ events: ['jira:issue_created'], jqlFilter: everything }],
  }));
  await refused(403, () => jira.webhooks.deleteWebhookById({ webhookIds: [1] }));
});

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
step('bulk watch and unwatch', async () => {
  const selectedIssueIdsOrKeys = [known.two.key];
  const { taskId } = await jira.issueBulkOperations.submitBulkWatch({ selectedIssueIdsOrKeys });
  assert.equal((await finished(taskId)).status, 'COMPLETE');
  const end = await jira.issueBulkOperations.submitBulkUnwatch({ selectedIssueIdsOrKeys });
  assert.equal((await finished(end.taskId)).status, 'COMPLETE');
});
step('bulk move', async () => {
  const other = (await jira.projects.searchProjects({})).values.find(one => one.key !== project);
  const { id } = (await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: other.key })).issueTypes.find(one => one.name === 'Task');
  const { taskId } = await jira.issueBulkOperations.submitBulkMove({
    sendBulkNotification: false,
    targetToSourcesMapping: {
      [`${other.key},${id}`]: {
        issueIdsOrKeys: [known.voted], inferClassificationDefaults: true, inferFieldDefaults: true,
        inferStatusDefaults: true, inferSubtaskTypeDefault: true,
      },
    },
  });
  assert.equal((await finished(taskId)).status, 'COMPLETE');
  const moved = await jira.issues.getIssue({ issueIdOrKey: known.voted, fields: ['project'] });
  assert.equal(moved.fields.project.key, other.key);
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
step('issues of a sprint of a board', () => agile.board.getBoardIssuesForSprint({ boardId: known.board.id, sprintId: known.own.id }));
step('sprint replaced', async () => {
  const told = await agile.sprint.updateSprint({
    sprintId: known.own.id, name: 'Journey 2', state: 'future', originBoardId: known.board.id,
    startDate: '2026-03-02T09:00:00.000Z', endDate: '2026-03-16T09:00:00.000Z',
  });
  assert.equal(told.name, 'Journey 2');
});
step('sprint deleted', () => agile.sprint.deleteSprint({ sprintId: known.own.id }));
step('epics of a board', () => agile.board.getEpics({ boardId: known.board.id }));
step('projects and versions of a board', async () => {
  assert.equal((await agile.board.getProjects({ boardId: known.board.id })).values[0].key, project);
  assert.ok((await agile.board.getAllVersions({ boardId: known.board.id })).values.length);
});
step('quick filters', () => agile.board.getAllQuickFilters({ boardId: known.board.id }));
step('epic', async () => {
  known.epic = await jira.issues.createIssue(issue('Epic', {}, 'Epic'));
  assert.equal((await agile.epic.getEpic({ epicIdOrKey: known.epic.key })).key, known.epic.key);
});
step('epic edited', async () =>
  assert.equal((await agile.epic.partiallyUpdateEpic({ epicIdOrKey: known.epic.key, name: 'Far' })).name, 'Far'));
step('into an epic and out of it', async () => {
  await agile.epic.moveIssuesToEpic({ epicIdOrKey: known.epic.key, issues: [known.two.key] });
  assert.equal((await agile.epic.getIssuesForEpic({ epicIdOrKey: known.epic.key })).issues[0].key, known.two.key);
  const own = await agile.board.getBoardIssuesForEpic({ boardId: known.board.id, epicId: Number(known.epic.id) });
  assert.equal(own.issues.length, 1);
  await agile.epic.removeIssuesFromEpic({ issues: [known.two.key] });
  const without = await agile.epic.getIssuesWithoutEpic({ maxResults: 100 });
  assert.ok(without.issues.some(found => found.key === known.two.key));
  await agile.board.getIssuesWithoutEpicForBoard({ boardId: known.board.id });
});
step('epics ranked', async () => {
  const other = await jira.issues.createIssue(issue('Epic 2', {}, 'Epic'));
  await agile.epic.rankEpics({ epicIdOrKey: known.epic.key, rankAfterEpic: other.key });
});
step('issue of agile', async () =>
  assert.equal((await agile.issue.getIssue({ issueIdOrKey: known.two.key })).key, known.two.key));
step('estimation', async () => {
  const at = { issueIdOrKey: known.two.key, boardId: known.board.id };
  await agile.issue.estimateIssueForBoard({ ...at, value: '8.0' });
  assert.equal(Number((await agile.issue.getIssueEstimationForBoard(at)).value), 8);
});
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
