"""Questions about the past, by hand, after Atlassian's reference of WAS, CHANGED and updatedBy()."""

QUERIES = """
status WAS "In Progress"
status WAS "to do"
status WAS Done
status WAS NOT Done
status WAS IN ("In Progress", "In Review")
status WAS NOT IN ("In Progress", "In Review")
NOT status WAS Done
NOT status WAS NOT Done
status WAS "In Progress" ON 2026-05-04
status WAS Done BEFORE 2026-06-01
status WAS "In Progress" AFTER 2026-10-01
status WAS Done DURING (2026-05-01, 2026-07-01)
status WAS "In Progress" BY "Ada Moreau"
status WAS "In Progress" BY currentUser()
status WAS "To Do" BY "Ada Moreau" BEFORE 2026-06-01
status WAS Done BEFORE -1d BY ("Ada Moreau", currentUser()) AFTER -200d
status CHANGED
NOT status CHANGED
status CHANGED FROM "To Do" TO "In Progress"
status CHANGED FROM Done TO "To Do"
status CHANGED TO Done AFTER -90d
status CHANGED FROM ("To Do", "In Progress") BEFORE startOfYear()
status CHANGED BY "Ada Moreau"
status CHANGED DURING (2026-02-01, 2026-06-01) BY ("Ada Moreau", "Kim Nguyen")
status CHANGED AFTER endOfDay()
assignee WAS EMPTY
assignee WAS NOT EMPTY
assignee WAS "Ada Moreau"
assignee WAS IN ("Ada Moreau", EMPTY)
assignee WAS currentUser()
assignee CHANGED TO EMPTY
assignee CHANGED FROM EMPTY
assignee CHANGED FROM "Kim Nguyen" TO "Ada Moreau"
assignee CHANGED
NOT assignee CHANGED AFTER startOfYear()
fixVersion WAS "1.0.0"
fixVersion WAS EMPTY
fixVersion WAS NOT "1.0.0"
fixVersion CHANGED
fixVersion CHANGED TO "2.0.0"
fixVersion CHANGED FROM "1.0.0" AFTER -1d
fixVersion WAS IN ("1.0.0", EMPTY) AFTER -1h
fixVersion WAS IN releasedVersions()
priority WAS Medium
priority WAS High AFTER 2026-09-01
priority CHANGED
priority CHANGED FROM Low TO Highest BY currentUser()
priority WAS Low BY currentUser() BEFORE now()
priority WAS NOT IN (High, Low)
resolution WAS EMPTY
resolution WAS Unresolved
resolution WAS Done
resolution WAS NOT Done
resolution CHANGED
resolution CHANGED TO EMPTY
reporter WAS "Ada Moreau"
reporter WAS NOT "Ada Moreau"
reporter CHANGED
status WAS Done AND priority WAS NOT Low
status WAS Done OR assignee WAS "Ada Moreau"
NOT (status WAS Done AND status CHANGED)
issue IN updatedBy("robin@example.com")
issue IN updatedBy("ada@example.com")
issue NOT IN updatedBy("ada@example.com")
issue IN updatedBy("ada@example.com", -30d)
issue IN updatedBy("kim@example.com", "2026-01-01", "2026-11-01")
issue IN updatedBy("ada@example.com", "2026-03-01", "2026-06-01")
issue NOT IN updatedBy("robin@example.com", -1d)
"""

REFUSED = """
summary WAS x
labels CHANGED
statusCategory WAS Done
nope CHANGED
status CHANGED DURING (2026-01-02)
status CHANGED AFTER soon
status WAS Done FROM "To Do"
status WAS
issue IN updatedBy()
"""


def queries() -> list[str]:
    return QUERIES.strip().splitlines()


def change(place) -> None:
    """A past of every kind, beside the one that was generated: by the user, some minutes old at most."""
    people = {
        item["displayName"]: {place.person: item[place.person]}
        for item in place.call("GET", "/rest/api/3/user/assignable/search?project=PROJ")
    }
    for number in range(3, 9):
        key = f"PROJ-{number}"
        versions = [{"name": "1.0.0"}, {"name": "2.0.0"}]
        place.change(key, priority={"name": "Low"}, fixVersions=versions)
        place.change(key, priority={"name": "Highest"}, fixVersions=versions[1:])
        place.change(key, assignee=people["Kim Nguyen"])
        place.change(key, assignee=people["Ada Moreau"] if number % 2 else None)
        move(place, key, "To Do" if number % 2 else "Done")
        place.change(key, assignee=None)


def move(place, key: str, *names: str) -> None:
    """Through the first transition that leads to a status of that name, where there is one."""
    path = f"/rest/api/3/issue/{key}/transitions"
    for item in place.call("GET", path)["transitions"]:
        if item["to"]["name"] in names:
            place.call("POST", path, {"transition": {"id": item["id"]}})
            return
