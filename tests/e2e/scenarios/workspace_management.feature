Feature: Workspace Management
  As a user
  I want to manage multiple Jira workspaces
  So that I can work with different projects

  Scenario: Create and switch workspaces
    Given I have no existing workspaces
    When I create a workspace "backend" with project "BACK"
    And I create a workspace "frontend" with project "FRONT"
    And I switch to workspace "frontend"
    Then the current workspace should be "frontend"
    And I should see project "FRONT" tickets

  Scenario: Default workspace selection
    Given I have workspaces "backend" and "frontend"
    And "backend" is set as default
    When I run ticketr without specifying a workspace
    Then "backend" workspace should be used
