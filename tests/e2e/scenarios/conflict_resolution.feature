Feature: Conflict Resolution
  As a user
  I want to handle sync conflicts gracefully
  So that I don't lose any work

  Scenario: Detect local and remote changes
    Given I have a synced ticket "PROJ-123"
    And the ticket is modified locally
    And the ticket is modified remotely
    When I attempt to sync
    Then a conflict should be detected
    And I should be prompted to resolve it

  Scenario: Auto-resolve with strategy
    Given I have a conflict on ticket "PROJ-123"
    When I resolve with strategy "remote-wins"
    Then the remote version should be kept
    And the local changes should be backed up
