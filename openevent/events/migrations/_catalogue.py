"""What the catalogue of a new site begins with."""

from typing import Any

TYPES = (
    "Appearance or Signing",
    "Attraction",
    "Camp, Trip or Retreat",
    "Class, Training or Workshop",
    "Concert or Performance",
    "Conference",
    "Convention",
    "Dinner or Gala",
    "Festival or Fair",
    "Game or Competition",
    "Hackathon",
    "Meetup or Networking Event",
    "Party or Social Gathering",
    "Race or Endurance Event",
    "Screening",
    "Seminar or Talk",
    "Tour",
    "Trade Show or Expo",
    "Other",
)
TOPICS = {
    "Auto, Boat & Air": ("Air", "Boat", "Cars & Motorcycles"),
    "Business & Professional": (
        "Career",
        "Finance",
        "Marketing & Media",
        "Non-Profits & NGOs",
        "Startups & Small Business",
    ),
    "Charity & Causes": ("Animal Welfare", "Disaster Relief", "Environment", "Human Rights"),
    "Community & Culture": ("City & Neighbourhood", "Heritage", "Languages", "LGBT"),
    "Family & Education": ("Alumni", "Children & Youth", "Parenting", "Schools & Universities"),
    "Fashion & Beauty": ("Beauty", "Fashion"),
    "Film, Media & Entertainment": ("Comedy", "Film", "Games", "Television & Radio"),
    "Food & Drink": ("Beer", "Food", "Wine"),
    "Government & Politics": ("Elections", "International Affairs", "Law"),
    "Health & Wellness": ("Medicine", "Mental Health", "Yoga"),
    "Hobbies & Special Interest": ("Books", "Crafts & Making", "Photography"),
    "Home & Lifestyle": ("Garden",),
    "Music": ("Classical", "Electronic", "Folk", "Jazz & Blues", "Pop", "Rock"),
    "Performing & Visual Arts": ("Dance", "Fine Art", "Theatre"),
    "Religion & Spirituality": (),
    "Science & Technology": ("Biotechnology", "High Tech", "Open Source", "Robotics", "Science"),
    "Seasonal & Holiday": (),
    "Sports & Fitness": ("Cycling", "Running"),
    "Travel & Outdoor": (),
}


def slug(name: str) -> str:
    return "-".join(name.lower().split())


def seed(apps: Any, _schema_editor: Any) -> None:
    """Make the types, topics and sub-topics that a new site begins with; what is there already stays."""
    kinds, topics, parts = (apps.get_model("events", name) for name in ("EventType", "EventTopic", "EventSubTopic"))
    for name in TYPES:
        kinds.objects.get_or_create(slug=slug(name), defaults={"name": name})
    for name, below in TOPICS.items():
        topic, _ = topics.objects.get_or_create(slug=slug(name), defaults={"name": name})
        for part in below:
            parts.objects.get_or_create(event_topic=topic, slug=slug(part), defaults={"name": part})
