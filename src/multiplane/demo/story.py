"""What the demo production is made of: plain data."""

TITLE = "The Last Lighthouse"
TEAM = (
    ("Mira", "Okafor", "manager"),
    ("Jonas", "Lind", "supervisor"),
    ("Aiko", "Tanabe", "supervisor"),
    ("Léa", "Moreau", "user"),
    ("Tomás", "Reyes", "user"),
    ("Priya", "Nair", "user"),
    ("Sam", "Whitaker", "user"),
    ("Ines", "Costa", "client"),
)
ASSETS = {
    "Character": ("Marlow", "Old Keeper", "Gull", "Captain Voss"),
    "Prop": ("Lantern", "Rope", "Logbook"),
    "Environment": ("Lighthouse", "Cliff Path", "Harbour"),
    "FX": ("Storm Rain", "Beam"),
}
EPISODES = ("E01", "E02")
SEQUENCES = ("SQ010", "SQ020", "SQ030")
SHOTS = ("SH0010", "SH0020", "SH0030", "SH0040", "SH0050")
SHOT_TASKS = ("Storyboard", "Layout", "Animation", "Compositing")
ASSET_TASKS = ("Concept", "Modeling", "Shading")
REMARKS = {
    "wip": ("Started this morning.", "Blocking is in, timing next."),
    "wfa": ("Ready for review.", "Second pass, with the notes of yesterday."),
    "retake": ("The beam should pass slower.", "Push the silhouette, the gull gets lost."),
    "done": ("Approved, lovely.", "Approved. Ship it."),
}
LINES = (("wip",), ("wip", "wfa"), ("wip", "wfa", "retake"), ("wip", "wfa", "done"))
"""The statuses that a task has gone through."""
CHECKLIST = ("horizon level", "beam timing", "gull in frame")
