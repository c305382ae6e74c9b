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
from multiplane.web.crud.resource import Resource

RESOURCES: tuple[Resource, ...] = (
    asset_instances.AssetInstanceResource(),
    attachments.AttachmentFileResource(),
    budgets.BudgetResource(),
    budgets.BudgetEntryResource(),
    chats.ChatResource(),
    chats.ChatMessageResource(),
    comments.CommentResource(),
    day_offs.DayOffResource(),
    descriptors.MetadataDescriptorResource(),
    entities.EntityResource(),
    entities.EntityTypeResource(),
    entity_links.EntityLinkResource(),
    equipment.HardwareItemResource(),
    equipment.SoftwareResource(),
    events.ApiEventResource(),
    news.NewsResource(),
    notifications.NotificationResource(),
    organisation.OrganisationResource(),
    people.DepartmentResource(),
    people.PersonResource(),
    people.StudioResource(),
    preview_backgrounds.PreviewBackgroundFileResource(),
    previews.PreviewFileResource(),
    playlists.PlaylistResource(),
    files.WorkingFileResource(),
    files.OutputTypeResource(),
    files.OutputFileResource(),
    files.FileStatusResource(),
    plugins.PluginResource(),
    projects.ProjectResource(),
    projects.ProjectStatusResource(),
    salary_scales.SalaryScaleResource(),
    schedule.MilestoneResource(),
    schedule.ScheduleItemResource(),
    schedule.ScheduleVersionResource(),
    schedule.ScheduleVersionTaskLinkResource(),
    search_filters.SearchFilterResource(),
    search_filters.SearchFilterGroupResource(),
    templates.ProjectTemplateResource(),
)
