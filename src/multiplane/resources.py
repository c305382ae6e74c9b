"""Every generic resource of the API, at once."""

from multiplane.attachments import resources as attachments
from multiplane.budgets import resources as budgets
from multiplane.casting.instances import resources as asset_instances
from multiplane.casting.links import resources as entity_links
from multiplane.chats import resources as chats
from multiplane.comments import resources as comments
from multiplane.entities import resources as entities
from multiplane.equipment import resources as equipment
from multiplane.events import resources as events
from multiplane.files import resources as files
from multiplane.news import resources as news
from multiplane.notifications import resources as notifications
from multiplane.organisation import resources as organisation
from multiplane.people import resources as people
from multiplane.people.day_offs import resources as day_offs
from multiplane.people.salary_scales import resources as salary_scales
from multiplane.playlists import resources as playlists
from multiplane.plugins import resources as plugins
from multiplane.previews import resources as previews
from multiplane.previews.backgrounds import resources as preview_backgrounds
from multiplane.projects import resources as projects
from multiplane.projects.descriptors import resources as descriptors
from multiplane.projects.templates import resources as templates
from multiplane.schedule import resources as schedule
from multiplane.search_filters import resources as search_filters
from multiplane.tasks import resources as tasks
from multiplane.tasks.automations import resources as automations
from multiplane.tasks.custom_actions import resources as custom_actions
from multiplane.tasks.statuses import resources as task_statuses
from multiplane.tasks.subscriptions import resources as subscriptions
from multiplane.tasks.types import resources as task_types
from multiplane.timesheets import resources as timesheets
from multiplane.web.crud.resource import Resource

RESOURCES: tuple[Resource, ...] = (
    asset_instances.AssetInstanceResource(),
    attachments.AttachmentFileResource(),
    automations.StatusAutomationResource(),
    budgets.BudgetEntryResource(),
    budgets.BudgetResource(),
    chats.ChatMessageResource(),
    chats.ChatResource(),
    comments.CommentResource(),
    custom_actions.CustomActionResource(),
    day_offs.DayOffResource(),
    descriptors.MetadataDescriptorResource(),
    entities.EntityResource(),
    entities.EntityTypeResource(),
    entity_links.EntityLinkResource(),
    equipment.HardwareItemResource(),
    equipment.SoftwareResource(),
    events.ApiEventResource(),
    files.FileStatusResource(),
    files.OutputFileResource(),
    files.OutputTypeResource(),
    files.WorkingFileResource(),
    news.NewsResource(),
    notifications.NotificationResource(),
    organisation.OrganisationResource(),
    people.DepartmentResource(),
    people.PersonResource(),
    people.StudioResource(),
    playlists.PlaylistResource(),
    plugins.PluginResource(),
    preview_backgrounds.PreviewBackgroundFileResource(),
    previews.PreviewFileResource(),
    projects.ProjectResource(),
    projects.ProjectStatusResource(),
    salary_scales.SalaryScaleResource(),
    schedule.MilestoneResource(),
    schedule.ScheduleItemResource(),
    schedule.ScheduleVersionResource(),
    schedule.ScheduleVersionTaskLinkResource(),
    search_filters.SearchFilterGroupResource(),
    search_filters.SearchFilterResource(),
    subscriptions.SubscriptionResource(),
    task_statuses.TaskStatusResource(),
    task_types.TaskTypeResource(),
    tasks.TaskResource(),
    templates.ProjectTemplateResource(),
    timesheets.TimeSpentResource(),
)
