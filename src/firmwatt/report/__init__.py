"""The page that people pass around: contexts, charts, templates and languages."""
