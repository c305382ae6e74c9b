"""Every table: Kitsu's own (schema `public`) and ours (schema `multiplane`)."""

from .automations import CustomAction, StatusAutomation
from .base import Base, Relation
from .budgets import Budget, BudgetEntry, SalaryScale
from .chats import Chat, ChatMessage, ChatParticipant
from .comments import (
    AttachmentFile,
    Comment,
    CommentAcknowledgement,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
)
from .descriptors import DepartmentMetadataDescriptorLink, MetadataDescriptor
from .entities import (
    AssetInstance,
    AssetInstanceLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityType,
    EntityVersion,
)
from .equipment import HardwareItem, HardwareItemDepartmentLink, Software, SoftwareDepartmentLink
from .events import ApiEvent, DataImportError
from .files import FileStatus, OutputFile, OutputType, WorkingFile
from .notifications import News, Notification
from .organisation import Organisation
from .own import LiveEvent, OneTimeToken, RevokedToken, SharedSetting
from .people import DayOff, Department, DepartmentLink, DesktopLoginLog, LoginLog, Person, Studio
from .playlists import BuildJob, Playlist, PlaylistShareLink
from .plugins import Plugin
from .previews import PreviewBackgroundFile, PreviewFile, PreviewFileStorageState, StoredFile
from .projects import (
    Project,
    ProjectAssetTypeLink,
    ProjectPersonLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatus,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    ProjectTaskTypeSoftwareLink,
)
from .schedule import (
    Milestone,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ProductionScheduleVersionTaskLinkPersonLink,
    ScheduleItem,
)
from .search import SearchFilter, SearchFilterGroup
from .tasks import Subscription, Task, TaskPersonLink, TaskStatus, TaskType, TaskTypeAssetTypeLink, TimeSpent
from .templates import (
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
)

__all__ = [
    "ApiEvent",
    "AssetInstance",
    "AssetInstanceLink",
    "AttachmentFile",
    "Base",
    "Budget",
    "BudgetEntry",
    "BuildJob",
    "Chat",
    "ChatMessage",
    "ChatParticipant",
    "Comment",
    "CommentAcknowledgement",
    "CommentDepartmentMention",
    "CommentMention",
    "CommentPreviewLink",
    "CustomAction",
    "DataImportError",
    "DayOff",
    "Department",
    "DepartmentLink",
    "DepartmentMetadataDescriptorLink",
    "DesktopLoginLog",
    "Entity",
    "EntityConceptLink",
    "EntityLink",
    "EntityType",
    "EntityVersion",
    "FileStatus",
    "HardwareItem",
    "HardwareItemDepartmentLink",
    "LiveEvent",
    "LoginLog",
    "MetadataDescriptor",
    "Milestone",
    "News",
    "Notification",
    "OneTimeToken",
    "Organisation",
    "OutputFile",
    "OutputType",
    "Person",
    "Playlist",
    "PlaylistShareLink",
    "Plugin",
    "PreviewBackgroundFile",
    "PreviewFile",
    "PreviewFileStorageState",
    "ProductionScheduleVersion",
    "ProductionScheduleVersionTaskLink",
    "ProductionScheduleVersionTaskLinkPersonLink",
    "Project",
    "ProjectAssetTypeLink",
    "ProjectPersonLink",
    "ProjectPreviewBackgroundFileLink",
    "ProjectStatus",
    "ProjectStatusAutomationLink",
    "ProjectTaskStatusLink",
    "ProjectTaskTypeLink",
    "ProjectTaskTypeSoftwareLink",
    "ProjectTemplate",
    "ProjectTemplateAssetTypeLink",
    "ProjectTemplatePreviewBackgroundFileLink",
    "ProjectTemplateStatusAutomationLink",
    "ProjectTemplateTaskStatusLink",
    "ProjectTemplateTaskTypeLink",
    "Relation",
    "RevokedToken",
    "SalaryScale",
    "ScheduleItem",
    "SearchFilter",
    "SearchFilterGroup",
    "SharedSetting",
    "Software",
    "SoftwareDepartmentLink",
    "StatusAutomation",
    "StoredFile",
    "Studio",
    "Subscription",
    "Task",
    "TaskPersonLink",
    "TaskStatus",
    "TaskType",
    "TaskTypeAssetTypeLink",
    "TimeSpent",
    "WorkingFile",
]
