"""An empty stage for each story, and at its end: nothing went wrong in anybody's browser."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Browser

from hashdb.roles import Role
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.story import Story
from tests.journeys.stage import on_stage


@pytest.fixture
def story(browser: Browser, redis_client: redis.Redis, redis_url: str, tmp_path: Path) -> Iterator[Story]:
    redis_client.ping()
    with on_stage(redis_url, tmp_path) as stage, ExitStack() as stack:
        story = Story(stage, browser, stack)
        yield story
        assert [each.wrong for each in story.windows if each.wrong] == []


@pytest.fixture
def reviewer(story: Story) -> Typist:
    """A reviewer of the charity, who has no mouse."""
    return story.types(Role.REVIEWER, story.world.charity)


@pytest.fixture
def senior(story: Story) -> Typist:
    """A senior reviewer of the institute, who has no mouse either."""
    return story.types(Role.SENIOR_REVIEWER, story.world.institute)


@pytest.fixture
def platform(story: Story) -> Clicker:
    """Who answers requests for platform gamma."""
    return story.joins(Role.PLATFORM_RESPONDER, story.world.gamma)


@pytest.fixture
def auditor(story: Story) -> Clicker:
    """Who reads the log."""
    return story.joins(Role.AUDITOR)
