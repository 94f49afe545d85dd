"""Queries by hand, after the examples and rules of Atlassian's reference of fields, operators, functions, keywords."""

QUERIES = """
project = PROJ
project = proj AND key > PROJ-40
project != PROJ
project IN (PROJ, DEMO)
key = PROJ-7
key != PROJ-7 AND key < PROJ-12
key IN (PROJ-3, PROJ-1, PROJ-2)
key NOT IN (PROJ-3, PROJ-1) AND key <= PROJ-10
issuekey >= PROJ-9 AND issuekey <= PROJ-11
issue = PROJ-10
id = PROJ-10
key > PROJ-95
status = "To Do"
status = "to do"
status != Done
status IN ("In Progress", "In Review")
status NOT IN (Done, "To Do")
status = Done AND resolution IS EMPTY
statusCategory = Done
statusCategory != Done
statusCategory = "To Do"
statusCategory = "In Progress"
statusCategory IN ("To Do", Done)
statusCategory NOT IN (Done)
type = Bug
issuetype = bug
type != Story
type IN (Epic, Story)
type NOT IN (Epic, Story, Bug)
type IN standardIssueTypes()
type IN subTaskIssueTypes()
type NOT IN subTaskIssueTypes()
hierarchyLevel = 1
hierarchyLevel = -1
hierarchyLevel >= 0
hierarchyLevel < 1
priority = High
priority = high
priority != Medium
priority > Medium
priority >= Medium
priority < Medium
priority <= High
priority IN (Highest, Low)
priority NOT IN (Highest, Low, Medium)
resolution = Done
resolution IS EMPTY
resolution IS NOT EMPTY
resolution = Unresolved
resolution = unresolved
resolution != Unresolved
resolution != Done
resolution IN (Done, Unresolved)
assignee = currentUser()
assignee != currentUser()
assignee IS EMPTY
assignee IS NOT EMPTY
assignee = EMPTY
assignee != EMPTY
assignee = "Ada Moreau"
assignee = "robin@example.com"
assignee IN ("Ada Moreau", currentUser())
assignee NOT IN ("Ada Moreau", currentUser())
assignee IN (currentUser(), EMPTY)
assignee = currentUser() OR assignee IS EMPTY
NOT assignee = currentUser()
reporter = currentUser()
reporter != "Ada Moreau"
creator = currentUser()
creator != currentUser()
labels = auth
labels != auth
labels IN (auth, ops)
labels NOT IN (auth, ops)
labels IS EMPTY
labels IS NOT EMPTY
labels = EMPTY
NOT labels = auth
labels = auth AND labels = ops
labels = nonesuch
component = Backend
component != Backend
component IN (Backend, API)
component NOT IN (Backend, API)
component IS EMPTY
component IS NOT EMPTY
NOT component = Backend
fixVersion = 1.0.0
fixVersion = "1.1.0"
fixVersion != "1.0.0"
fixVersion IN ("1.0.0", "2.0.0")
fixVersion NOT IN ("1.0.0")
fixVersion IS EMPTY
fixVersion IN releasedVersions()
fixVersion IN unreleasedVersions()
fixVersion NOT IN releasedVersions()
affectedVersion IS EMPTY
affectedVersion = "1.0.0"
created >= startOfDay("-90d")
created < startOfDay("-90d")
created > -26w
created >= "-52w" AND created <= "-26w"
created >= startOfYear() AND created <= endOfYear()
created >= startOfMonth("-3")
created < startOfWeek("-4")
created <= endOfMonth("-2M")
created > "2026/01/01"
created > 2026-01-01
created >= "2026-03-01 12:30"
created IS EMPTY
created IS NOT EMPTY
updated >= -1d
updated < -30d
updated <= now()
updated > now()
resolved >= -26w
resolved IS EMPTY
resolutiondate IS NOT EMPTY
resolved < startOfMonth()
due < now()
due <= now()
due >= startOfDay()
due = startOfDay()
due IS EMPTY
due IS NOT EMPTY
due > 2w
due < -2w
due <= endOfWeek()
due >= "2026-01-01" AND due < "2027-01-01"
due < now() OR due IS EMPTY
duedate != "2026-05-05"
NOT due < now()
due IN ("2026-12-24", EMPTY)
"Story Points" = 3
"story points" >= 5
cf[10016] >= 3 AND cf[10016] < 8
"Story Points" IS EMPTY
"Story Points" IS NOT EMPTY
"Story Points" != 3
"Story Points" IN (1, 2, 3)
"Story Points" NOT IN (1, 2, 3)
"Story Points" = 2.5
NOT "Story Points" > 3
"Start date" IS EMPTY
"Start date" >= -52w
Team = Platform
Team != Platform
Team IS EMPTY
Platforms = iOS
Platforms IN (iOS, Android)
Platforms NOT IN (Web)
Platforms IS EMPTY
Customer ~ acme
Customer ~ "acme corp"
Customer !~ acme
Customer IS EMPTY
Reviewer = currentUser()
Reviewer IS EMPTY
Reviewer != "Kim Nguyen"
"Go-live" IS EMPTY
"Go-live" > now()
"Go-live" <= "2026-12-31 23:59"
sprint = 10
sprint IN openSprints()
sprint IN closedSprints()
sprint IN futureSprints()
sprint NOT IN openSprints()
sprint NOT IN closedSprints()
sprint IS EMPTY
sprint IS NOT EMPTY
sprint = "Sprint 10"
sprint != "Sprint 10"
sprint IN ("Sprint 9", "Sprint 23")
sprint IN openSprints() AND sprint NOT IN closedSprints()
parent = PROJ-1
parent != PROJ-1
parent IN (PROJ-1, PROJ-2)
parent NOT IN (PROJ-1, PROJ-2)
parent IS EMPTY
parent IS NOT EMPTY
"Epic Link" = PROJ-1
"Epic Link" IS EMPTY AND type = Story
"Epic Link" IS NOT EMPTY
summary ~ login
summary ~ "LOGIN"
summary !~ login
summary ~ "fix login"
summary ~ "\\"fix login\\""
summary ~ "log*"
summary ~ "login OR checkout"
summary ~ "login -fix"
summary ~ cafe
summary ~ "café"
summary ~ "payments"
summary ~ "nonesuchword"
description ~ "pays"
description ~ "refund*"
description ~ "configurat*"
description ~ "universit*"
description ~ "generaliza*"
description ~ "gener*"
description ~ "hope*"
description ~ "hopi*"
description ~ "sensibl*"
description ~ "generaliza* -universit*"
summary !~ "configurat*"
description IS EMPTY
description IS NOT EMPTY
description !~ refund
environment IS EMPTY
environment ~ linux
text ~ login
text ~ "pay twice"
text ~ "\\"pay twice\\""
text ~ "refund* -twice"
text ~ acme
comment ~ certificate
comment ~ "certificate expired"
comment ~ "certificat* renewed"
comment ~ "certificate -expired"
comment ~ "\\"certificate expired\\""
comment !~ certificate
text ~ certificate
text ~ "certificate expired"
text !~ certificate
text ~ "zebra expired"
text ~ "corporat*"
text ~ "configurat* hoping"
text ~ "universit* OR corporat*"
text ~ "pay corporate"
text !~ acme
Customer ~ "corporat*"
Customer ~ "\\"acme corp\\""
status = Done AND type = Bug OR priority = Highest
status = Done AND (type = Bug OR priority = Highest)
NOT (status = Done OR type = Epic)
NOT status = Done AND NOT type = Epic
status = Done && type = Bug
status = Done || type = Epic
! status = Done
assignee IN (EMPTY)
priority IS NOT EMPTY
type = Bug AND priority IN (High, Highest) AND statusCategory != Done
(((status = "To Do")))
ORDER BY key DESC
ORDER BY created DESC, key ASC
ORDER BY created, key DESC
ORDER BY updated DESC, key
ORDER BY priority DESC, key
ORDER BY priority ASC, key DESC
ORDER BY due ASC, key
ORDER BY due DESC, key
ORDER BY resolved ASC, key
ORDER BY resolved DESC, key
ORDER BY assignee ASC, key
ORDER BY assignee DESC, key
ORDER BY reporter, key
ORDER BY summary ASC, key
ORDER BY summary DESC, key
ORDER BY "Story Points" ASC, key
ORDER BY "Story Points" DESC, key
ORDER BY "Start date", key
ORDER BY project, key
ORDER BY Rank
ORDER BY rank DESC
assignee IS NOT EMPTY ORDER BY cf[10019] ASC
status != Done ORDER BY priority DESC, due ASC, key DESC
type = Story ORDER BY cf[10016] DESC, created ASC
"""


def queries() -> list[str]:
    return [line.replace('\\\\"', '\\"') for line in QUERIES.strip().splitlines()]
