"""Project templates: the settings a production starts from (05-projects-people 2.5, 3.3)."""
