-- The schema of Kitsu 1.0.97 (revision b8e3d1f6a2c9). Frozen: a later schema is a later revision.

CREATE TYPE public.import_source_enum AS ENUM ('csv', 'shotgun');

CREATE TABLE public.api_event (
    name VARCHAR(80) NOT NULL,
    user_id UUID,
    project_id UUID,
    data JSONB,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT api_event_pkey PRIMARY KEY (id)
);

CREATE TABLE public.asset_instance (
    asset_id UUID NOT NULL,
    name VARCHAR(80),
    number INTEGER,
    description VARCHAR(200),
    active BOOLEAN,
    data JSONB,
    scene_id UUID,
    target_asset_id UUID,
    entity_id UUID,
    entity_type_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT asset_instance_pkey PRIMARY KEY (id),
    CONSTRAINT asset_instance_uc UNIQUE (asset_id, target_asset_id, scene_id, number)
);

CREATE TABLE public.asset_instance_link (
    entity_id UUID NOT NULL,
    asset_instance_id UUID NOT NULL,
    CONSTRAINT asset_instance_link_pkey PRIMARY KEY (entity_id, asset_instance_id)
);

CREATE TABLE public.attachment_file (
    name VARCHAR(250),
    size BIGINT,
    extension VARCHAR(6),
    mimetype VARCHAR(255),
    comment_id UUID,
    reply_id UUID,
    chat_message_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT attachment_file_pkey PRIMARY KEY (id)
);

CREATE TABLE public.budget (
    project_id UUID,
    revision INTEGER NOT NULL,
    name VARCHAR(255) NOT NULL,
    currency VARCHAR(3),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT budget_pkey PRIMARY KEY (id)
);

CREATE TABLE public.budget_entry (
    budget_id UUID NOT NULL,
    department_id UUID NOT NULL,
    person_id UUID,
    start_date DATE NOT NULL,
    months_duration INTEGER NOT NULL,
    daily_salary DOUBLE PRECISION NOT NULL,
    position VARCHAR(255),
    seniority VARCHAR(255),
    exceptions JSONB,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT budget_entry_pkey PRIMARY KEY (id)
);

CREATE TABLE public.build_job (
    status VARCHAR(255) NOT NULL,
    job_type VARCHAR(255) NOT NULL,
    ended_at TIMESTAMP WITHOUT TIME ZONE,
    playlist_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    message TEXT,
    CONSTRAINT build_job_pkey PRIMARY KEY (id)
);

CREATE TABLE public.chat (
    object_id UUID NOT NULL,
    object_type VARCHAR(80) NOT NULL,
    last_message TIMESTAMP WITHOUT TIME ZONE,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT chat_pkey PRIMARY KEY (id)
);

CREATE TABLE public.chat_message (
    chat_id UUID NOT NULL,
    person_id UUID NOT NULL,
    text TEXT,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT chat_message_pkey PRIMARY KEY (id)
);

CREATE TABLE public.chat_participant (
    chat_id UUID NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT chat_participant_pkey PRIMARY KEY (chat_id, person_id)
);

CREATE TABLE public.comment (
    shotgun_id INTEGER,
    object_id UUID NOT NULL,
    object_type VARCHAR(80) NOT NULL,
    text TEXT,
    data JSONB,
    replies JSONB,
    checklist JSONB,
    pinned BOOLEAN,
    links VARCHAR[],
    task_status_id UUID,
    person_id UUID NOT NULL,
    editor_id UUID,
    preview_file_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    for_client BOOLEAN DEFAULT false,
    CONSTRAINT comment_pkey PRIMARY KEY (id)
);

CREATE TABLE public.comment_acknoledgments (
    comment UUID NOT NULL,
    person UUID NOT NULL,
    CONSTRAINT comment_acknoledgments_pkey PRIMARY KEY (comment, person)
);

CREATE TABLE public.comment_department_mentions (
    comment UUID NOT NULL,
    department UUID NOT NULL,
    CONSTRAINT comment_department_mentions_pkey PRIMARY KEY (comment, department)
);

CREATE TABLE public.comment_mentions (
    comment UUID NOT NULL,
    person UUID NOT NULL,
    CONSTRAINT comment_mentions_pkey PRIMARY KEY (comment, person)
);

CREATE TABLE public.comment_preview_link (
    comment UUID NOT NULL,
    preview_file UUID NOT NULL,
    CONSTRAINT comment_preview_link_pkey PRIMARY KEY (comment, preview_file)
);

CREATE TABLE public.custom_action (
    name VARCHAR(80) NOT NULL,
    url VARCHAR(400),
    entity_type VARCHAR(40),
    is_ajax BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT custom_action_pkey PRIMARY KEY (id)
);

CREATE TABLE public.data_import_error (
    event_data JSONB NOT NULL,
    source public.import_source_enum,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT data_import_error_pkey PRIMARY KEY (id)
);

CREATE TABLE public.day_off (
    date DATE NOT NULL,
    end_date DATE NOT NULL,
    description TEXT,
    person_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT day_off_date_check CHECK (date <= end_date),
    CONSTRAINT day_off_pkey PRIMARY KEY (id),
    CONSTRAINT day_off_uc UNIQUE (person_id, date)
);

CREATE TABLE public.department (
    name VARCHAR(80) NOT NULL,
    color VARCHAR(7) NOT NULL,
    archived BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT department_name_key UNIQUE (name),
    CONSTRAINT department_pkey PRIMARY KEY (id)
);

CREATE TABLE public.department_link (
    person_id UUID NOT NULL,
    department_id UUID NOT NULL,
    CONSTRAINT department_link_pkey PRIMARY KEY (person_id, department_id)
);

CREATE TABLE public.department_metadata_descriptor_link (
    metadata_descriptor_id UUID NOT NULL,
    department_id UUID NOT NULL,
    CONSTRAINT department_metadata_descriptor_link_pkey PRIMARY KEY (metadata_descriptor_id, department_id)
);

CREATE TABLE public.desktop_login_log (
    person_id UUID NOT NULL,
    date TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT desktop_login_log_pkey PRIMARY KEY (id)
);

CREATE TABLE public.entity (
    id UUID NOT NULL,
    name VARCHAR(160) NOT NULL,
    code VARCHAR(160),
    description TEXT,
    shotgun_id INTEGER,
    canceled BOOLEAN,
    nb_frames INTEGER,
    nb_entities_out INTEGER,
    is_casting_standby BOOLEAN,
    is_shared BOOLEAN DEFAULT false NOT NULL,
    status VARCHAR(255) NOT NULL,
    project_id UUID NOT NULL,
    entity_type_id UUID NOT NULL,
    parent_id UUID,
    source_id UUID,
    preview_file_id UUID,
    data JSONB,
    ready_for UUID,
    created_by UUID,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT entity_pkey PRIMARY KEY (id),
    CONSTRAINT entity_uc UNIQUE (name, project_id, entity_type_id, parent_id)
);

CREATE TABLE public.entity_concept_link (
    entity_in_id UUID NOT NULL,
    entity_out_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT entity_concept_link_pkey PRIMARY KEY (entity_in_id, entity_out_id, id)
);

CREATE TABLE public.entity_link (
    entity_in_id UUID NOT NULL,
    entity_out_id UUID NOT NULL,
    data JSONB,
    nb_occurences INTEGER,
    label VARCHAR(80),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT entity_link_pkey PRIMARY KEY (entity_in_id, entity_out_id, id),
    CONSTRAINT entity_link_uc UNIQUE (entity_in_id, entity_out_id)
);

CREATE TABLE public.entity_type (
    name VARCHAR(30) NOT NULL,
    short_name VARCHAR(20),
    description TEXT,
    archived BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT entity_type_pkey PRIMARY KEY (id)
);

CREATE TABLE public.entity_version (
    name VARCHAR(160) NOT NULL,
    data JSONB,
    entity_id UUID,
    person_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT entity_version_pkey PRIMARY KEY (id)
);

CREATE TABLE public.file_status (
    name VARCHAR(40) NOT NULL,
    color VARCHAR(7) NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT file_status_name_key UNIQUE (name),
    CONSTRAINT file_status_pkey PRIMARY KEY (id)
);

CREATE TABLE public.hardware_item (
    name VARCHAR(40) NOT NULL,
    short_name VARCHAR(20) NOT NULL,
    archived BOOLEAN,
    monthly_cost INTEGER,
    inventory_amount INTEGER,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT hardware_item_name_key UNIQUE (name),
    CONSTRAINT hardware_item_pkey PRIMARY KEY (id)
);

CREATE TABLE public.hardware_item_department_link (
    department_id UUID NOT NULL,
    hardware_item_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT hardware_item_department_link_pkey PRIMARY KEY (department_id, hardware_item_id, id),
    CONSTRAINT hardware_item_department_link_uc UNIQUE (hardware_item_id, department_id)
);

CREATE TABLE public.login_log (
    person_id UUID NOT NULL,
    ip_address VARCHAR(50),
    origin VARCHAR(255),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT login_log_pkey PRIMARY KEY (id)
);

CREATE TABLE public.metadata_descriptor (
    project_id UUID NOT NULL,
    entity_type VARCHAR(60) NOT NULL,
    name VARCHAR(120) NOT NULL,
    data_type VARCHAR(255),
    field_name VARCHAR(120) NOT NULL,
    choices JSONB,
    for_client BOOLEAN,
    position INTEGER,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    task_type_id UUID,
    CONSTRAINT metadata_descriptor_pkey PRIMARY KEY (id)
);

CREATE TABLE public.milestone (
    date DATE,
    name VARCHAR(40) NOT NULL,
    project_id UUID,
    task_type_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT milestone_pkey PRIMARY KEY (id)
);

CREATE TABLE public.news (
    change BOOLEAN NOT NULL,
    author_id UUID NOT NULL,
    comment_id UUID,
    task_id UUID NOT NULL,
    preview_file_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT news_pkey PRIMARY KEY (id)
);

CREATE TABLE public.notification (
    read BOOLEAN NOT NULL,
    change BOOLEAN NOT NULL,
    type VARCHAR(255) NOT NULL,
    person_id UUID NOT NULL,
    author_id UUID NOT NULL,
    comment_id UUID,
    task_id UUID,
    playlist_id UUID,
    reply_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT notification_pkey PRIMARY KEY (id),
    CONSTRAINT notification_uc UNIQUE (person_id, author_id, comment_id, reply_id, playlist_id, type)
);

CREATE TABLE public.organisation (
    name VARCHAR(80) NOT NULL,
    hours_by_day DOUBLE PRECISION NOT NULL,
    has_avatar BOOLEAN,
    use_original_file_name BOOLEAN,
    timesheets_locked BOOLEAN,
    format_duration_in_hours BOOLEAN,
    hd_by_default BOOLEAN,
    chat_token_slack VARCHAR(80),
    chat_webhook_mattermost VARCHAR(80),
    chat_token_discord VARCHAR(80),
    dark_theme_by_default BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT organisation_name_key UNIQUE (name),
    CONSTRAINT organisation_pkey PRIMARY KEY (id)
);

CREATE TABLE public.output_file (
    shotgun_id INTEGER,
    name VARCHAR(250) NOT NULL,
    canceled BOOLEAN NOT NULL,
    size INTEGER,
    checksum VARCHAR(32),
    description TEXT,
    comment TEXT,
    extension VARCHAR(10),
    revision INTEGER NOT NULL,
    representation VARCHAR(20),
    nb_elements INTEGER,
    source VARCHAR(40),
    path VARCHAR(400),
    data JSONB,
    file_status_id UUID NOT NULL,
    entity_id UUID,
    asset_instance_id UUID,
    output_type_id UUID,
    task_type_id UUID,
    person_id UUID,
    source_file_id UUID,
    temporal_entity_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    quality VARCHAR(255),
    CONSTRAINT output_file_pkey PRIMARY KEY (id),
    CONSTRAINT output_file_uc UNIQUE (name, entity_id, asset_instance_id, output_type_id, task_type_id, temporal_entity_id, representation, revision)
);

CREATE TABLE public.output_type (
    name VARCHAR(40) NOT NULL,
    short_name VARCHAR(20) NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT output_type_pkey PRIMARY KEY (id)
);

CREATE TABLE public.person (
    first_name VARCHAR(80) NOT NULL,
    last_name VARCHAR(80) NOT NULL,
    email VARCHAR(255),
    phone VARCHAR(30),
    contract_type VARCHAR(255) DEFAULT 'open-ended' NOT NULL,
    active BOOLEAN,
    archived BOOLEAN,
    last_presence DATE,
    password BYTEA,
    desktop_login VARCHAR(80),
    login_failed_attemps INTEGER,
    last_login_failed TIMESTAMP WITHOUT TIME ZONE,
    totp_enabled BOOLEAN,
    totp_secret VARCHAR(32),
    email_otp_enabled BOOLEAN,
    email_otp_secret VARCHAR(32),
    fido_enabled BOOLEAN,
    fido_credentials JSONB[],
    otp_recovery_codes BYTEA[],
    preferred_two_factor_authentication VARCHAR(255),
    shotgun_id INTEGER,
    timezone VARCHAR(50),
    locale VARCHAR(10),
    data JSONB,
    role VARCHAR(255) NOT NULL,
    position VARCHAR(255),
    seniority VARCHAR(255),
    daily_salary INTEGER,
    has_avatar BOOLEAN,
    notifications_enabled BOOLEAN,
    notifications_slack_enabled BOOLEAN,
    notifications_slack_userid VARCHAR(60),
    notifications_mattermost_enabled BOOLEAN,
    notifications_mattermost_userid VARCHAR(60),
    notifications_discord_enabled BOOLEAN,
    notifications_discord_userid VARCHAR(60),
    is_bot BOOLEAN DEFAULT false NOT NULL,
    jti VARCHAR(60),
    expiration_date DATE,
    studio_id UUID,
    is_generated_from_ldap BOOLEAN,
    ldap_uid VARCHAR(60),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    is_guest BOOLEAN DEFAULT false NOT NULL,
    country VARCHAR(2),
    use_12_hour_clock BOOLEAN,
    display_date_format VARCHAR(20),
    oidc_issuer TEXT,
    oidc_subject VARCHAR(255),
    saml_issuer TEXT,
    saml_subject VARCHAR(255),
    preview_project_id UUID,
    preview_opened_at TIMESTAMP WITHOUT TIME ZONE,
    preview_open_until TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT person_jti_key UNIQUE (jti),
    CONSTRAINT person_ldap_uid_key UNIQUE (ldap_uid),
    CONSTRAINT person_oidc_identity_uc UNIQUE (oidc_issuer, oidc_subject),
    CONSTRAINT person_pkey PRIMARY KEY (id),
    CONSTRAINT person_saml_identity_uc UNIQUE (saml_issuer, saml_subject),
    CONSTRAINT person_shotgun_id_key UNIQUE (shotgun_id)
);

CREATE TABLE public.playlist (
    name VARCHAR(80) NOT NULL,
    shots JSONB,
    project_id UUID,
    episode_id UUID,
    task_type_id UUID,
    for_client BOOLEAN,
    for_entity VARCHAR(10),
    is_for_all BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    created_by UUID,
    CONSTRAINT playlist_pkey PRIMARY KEY (id),
    CONSTRAINT playlist_uc UNIQUE (name, project_id, episode_id)
);

CREATE TABLE public.playlist_share_link (
    token VARCHAR(64) NOT NULL,
    playlist_id UUID NOT NULL,
    created_by UUID NOT NULL,
    expiration_date TIMESTAMP WITHOUT TIME ZONE,
    is_active BOOLEAN NOT NULL,
    can_comment BOOLEAN NOT NULL,
    password VARCHAR(255),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT playlist_share_link_pkey PRIMARY KEY (id)
);

CREATE TABLE public.plugin (
    plugin_id VARCHAR(80) NOT NULL,
    name VARCHAR(80) NOT NULL,
    description TEXT,
    version VARCHAR(50) NOT NULL,
    maintainer_name VARCHAR(200) NOT NULL,
    maintainer_email VARCHAR(255),
    website TEXT,
    license VARCHAR(80) NOT NULL,
    revision VARCHAR(12),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    frontend_project_enabled BOOLEAN,
    frontend_studio_enabled BOOLEAN,
    icon VARCHAR(255),
    CONSTRAINT plugin_pkey PRIMARY KEY (id)
);

CREATE TABLE public.preview_background_file (
    name VARCHAR(40) NOT NULL,
    archived BOOLEAN,
    is_default BOOLEAN,
    original_name VARCHAR(250),
    extension VARCHAR(6),
    file_size BIGINT,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT preview_background_file_pkey PRIMARY KEY (id)
);

CREATE TABLE public.preview_file (
    name VARCHAR(250),
    original_name VARCHAR(250),
    revision INTEGER,
    position INTEGER,
    extension VARCHAR(6),
    description TEXT,
    path VARCHAR(400),
    source VARCHAR(40),
    file_size BIGINT,
    status VARCHAR(255) NOT NULL,
    validation_status VARCHAR(255) NOT NULL,
    annotations JSONB,
    width INTEGER,
    height INTEGER,
    duration DOUBLE PRECISION,
    task_id UUID,
    person_id UUID,
    source_file_id UUID,
    shotgun_id INTEGER,
    is_movie BOOLEAN,
    url VARCHAR(600),
    uploaded_movie_url VARCHAR(600),
    uploaded_movie_name VARCHAR(150),
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    data JSONB,
    token_in INTEGER,
    token_out INTEGER,
    CONSTRAINT preview_file_pkey PRIMARY KEY (id),
    CONSTRAINT preview_file_shotgun_id_key UNIQUE (shotgun_id),
    CONSTRAINT preview_uc UNIQUE (name, task_id, revision)
);

CREATE TABLE public.preview_file_storage_state (
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    preview_file_id UUID NOT NULL,
    bucket VARCHAR(20) NOT NULL,
    prefix VARCHAR(40) NOT NULL,
    state VARCHAR(255) NOT NULL,
    CONSTRAINT preview_file_storage_state_pkey PRIMARY KEY (id),
    CONSTRAINT preview_file_storage_state_uc UNIQUE (preview_file_id, bucket, prefix)
);

CREATE TABLE public.production_schedule_version (
    name VARCHAR(80) NOT NULL,
    project_id UUID NOT NULL,
    production_schedule_from UUID,
    locked BOOLEAN,
    canceled BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT production_schedule_version_pkey PRIMARY KEY (id),
    CONSTRAINT production_schedule_version_uc UNIQUE (name, project_id)
);

CREATE TABLE public.production_schedule_version_task_link (
    production_schedule_version_id UUID NOT NULL,
    task_id UUID NOT NULL,
    start_date TIMESTAMP WITHOUT TIME ZONE,
    due_date TIMESTAMP WITHOUT TIME ZONE,
    estimation DOUBLE PRECISION,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT production_schedule_version_task_link_pkey PRIMARY KEY (id),
    CONSTRAINT production_schedule_version_task_link_uc UNIQUE (production_schedule_version_id, task_id)
);

CREATE TABLE public.production_schedule_version_task_link_person_link (
    production_schedule_version_task_link_id UUID NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT production_schedule_version_task_link_person_link_pkey PRIMARY KEY (production_schedule_version_task_link_id, person_id)
);

CREATE TABLE public.project (
    name VARCHAR(80) NOT NULL,
    code VARCHAR(80),
    description TEXT,
    shotgun_id INTEGER,
    file_tree JSONB,
    data JSONB,
    has_avatar BOOLEAN,
    fps VARCHAR(10),
    ratio VARCHAR(10),
    resolution VARCHAR(12),
    production_type VARCHAR(20),
    production_style VARCHAR(255) NOT NULL,
    start_date DATE,
    end_date DATE,
    man_days INTEGER,
    nb_episodes INTEGER,
    episode_span INTEGER,
    max_retakes INTEGER,
    is_clients_isolated BOOLEAN,
    is_preview_download_allowed BOOLEAN,
    is_set_preview_automated BOOLEAN,
    homepage VARCHAR(80),
    is_publish_default_for_artists BOOLEAN,
    hd_bitrate_compression INTEGER,
    ld_bitrate_compression INTEGER,
    project_status_id UUID,
    default_preview_background_file_id UUID,
    from_schedule_version_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    is_bot_collaboration_enabled BOOLEAN DEFAULT false,
    is_single_preview_per_revision BOOLEAN DEFAULT false,
    revision_padding INTEGER DEFAULT 0 NOT NULL,
    is_frame_in_numbering BOOLEAN DEFAULT false,
    is_client_stats_visible BOOLEAN DEFAULT true,
    is_client_task_list_visible BOOLEAN DEFAULT true,
    is_client_task_panel_visible BOOLEAN DEFAULT true,
    CONSTRAINT project_pkey PRIMARY KEY (id)
);

CREATE TABLE public.project_asset_type_link (
    project_id UUID NOT NULL,
    asset_type_id UUID NOT NULL,
    CONSTRAINT project_asset_type_link_pkey PRIMARY KEY (project_id, asset_type_id)
);

CREATE TABLE public.project_person_link (
    project_id UUID NOT NULL,
    person_id UUID NOT NULL,
    shotgun_id INTEGER,
    role VARCHAR(255),
    CONSTRAINT project_person_link_pkey PRIMARY KEY (project_id, person_id)
);

CREATE TABLE public.project_preview_background_file_link (
    project_id UUID NOT NULL,
    preview_background_file_id UUID NOT NULL,
    CONSTRAINT project_preview_background_file_link_pkey PRIMARY KEY (project_id, preview_background_file_id)
);

CREATE TABLE public.project_status (
    name VARCHAR(20) NOT NULL,
    color VARCHAR(7) NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT project_status_pkey PRIMARY KEY (id)
);

CREATE TABLE public.project_status_automation_link (
    project_id UUID NOT NULL,
    status_automation_id UUID NOT NULL,
    CONSTRAINT project_status_automation_link_pkey PRIMARY KEY (project_id, status_automation_id)
);

CREATE TABLE public.project_task_status_link (
    project_id UUID NOT NULL,
    task_status_id UUID NOT NULL,
    priority INTEGER,
    roles_for_board VARCHAR(255)[],
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    is_client_allowed BOOLEAN,
    CONSTRAINT project_task_status_link_pkey PRIMARY KEY (project_id, task_status_id, id),
    CONSTRAINT project_taskstatus_uc UNIQUE (project_id, task_status_id)
);

CREATE TABLE public.project_task_type_link (
    project_id UUID NOT NULL,
    task_type_id UUID NOT NULL,
    priority INTEGER,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    hd_bitrate_compression INTEGER,
    ld_bitrate_compression INTEGER,
    is_client_visible BOOLEAN DEFAULT true,
    CONSTRAINT project_task_type_link_pkey PRIMARY KEY (project_id, task_type_id, id),
    CONSTRAINT project_tasktype_uc UNIQUE (project_id, task_type_id)
);

CREATE TABLE public.project_task_type_software_link (
    project_id UUID NOT NULL,
    task_type_id UUID NOT NULL,
    software_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT project_task_type_software_link_pkey PRIMARY KEY (project_id, task_type_id, software_id, id),
    CONSTRAINT project_task_type_software_uc UNIQUE (project_id, task_type_id, software_id)
);

CREATE TABLE public.project_template (
    name VARCHAR(80) NOT NULL,
    description TEXT,
    fps VARCHAR(10),
    ratio VARCHAR(10),
    resolution VARCHAR(12),
    production_type VARCHAR(20),
    production_style VARCHAR(255) NOT NULL,
    max_retakes INTEGER,
    is_clients_isolated BOOLEAN,
    is_preview_download_allowed BOOLEAN,
    is_set_preview_automated BOOLEAN,
    is_publish_default_for_artists BOOLEAN,
    homepage VARCHAR(80),
    hd_bitrate_compression INTEGER,
    ld_bitrate_compression INTEGER,
    file_tree JSONB,
    data JSONB,
    metadata_descriptors JSONB,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    default_preview_background_file_id UUID,
    is_single_preview_per_revision BOOLEAN DEFAULT false,
    revision_padding INTEGER DEFAULT 0 NOT NULL,
    is_frame_in_numbering BOOLEAN DEFAULT false,
    is_client_stats_visible BOOLEAN DEFAULT true,
    is_client_task_list_visible BOOLEAN DEFAULT true,
    is_client_task_panel_visible BOOLEAN DEFAULT true,
    CONSTRAINT project_template_pkey PRIMARY KEY (id)
);

CREATE TABLE public.project_template_asset_type_link (
    project_template_id UUID NOT NULL,
    asset_type_id UUID NOT NULL,
    CONSTRAINT project_template_asset_type_link_pkey PRIMARY KEY (project_template_id, asset_type_id)
);

CREATE TABLE public.project_template_preview_background_file_link (
    project_template_id UUID NOT NULL,
    preview_background_file_id UUID NOT NULL,
    CONSTRAINT project_template_preview_background_file_link_pkey PRIMARY KEY (project_template_id, preview_background_file_id)
);

CREATE TABLE public.project_template_status_automation_link (
    project_template_id UUID NOT NULL,
    status_automation_id UUID NOT NULL,
    CONSTRAINT project_template_status_automation_link_pkey PRIMARY KEY (project_template_id, status_automation_id)
);

CREATE TABLE public.project_template_task_status_link (
    project_template_id UUID NOT NULL,
    task_status_id UUID NOT NULL,
    priority INTEGER,
    roles_for_board VARCHAR(255)[],
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    is_client_allowed BOOLEAN,
    CONSTRAINT project_template_task_status_link_pkey PRIMARY KEY (project_template_id, task_status_id)
);

CREATE TABLE public.project_template_task_type_link (
    project_template_id UUID NOT NULL,
    task_type_id UUID NOT NULL,
    priority INTEGER,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    hd_bitrate_compression INTEGER,
    ld_bitrate_compression INTEGER,
    is_client_visible BOOLEAN DEFAULT true,
    CONSTRAINT project_template_task_type_link_pkey PRIMARY KEY (project_template_id, task_type_id)
);

CREATE TABLE public.salary_scale (
    department_id UUID NOT NULL,
    position VARCHAR(255),
    seniority VARCHAR(255),
    salary INTEGER NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT salary_scale_pkey PRIMARY KEY (id)
);

CREATE TABLE public.schedule_item (
    start_date DATE,
    end_date DATE,
    man_days INTEGER,
    project_id UUID,
    task_type_id UUID,
    object_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT schedule_item_pkey PRIMARY KEY (id),
    CONSTRAINT schedule_item_uc UNIQUE (project_id, task_type_id, object_id)
);

CREATE TABLE public.search_filter (
    list_type VARCHAR(80) NOT NULL,
    entity_type VARCHAR(80),
    name VARCHAR(200) NOT NULL,
    search_query VARCHAR(500) NOT NULL,
    is_shared BOOLEAN DEFAULT false NOT NULL,
    department_id UUID,
    search_filter_group_id UUID,
    person_id UUID,
    project_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT search_filter_pkey PRIMARY KEY (id)
);

CREATE TABLE public.search_filter_group (
    list_type VARCHAR(80) NOT NULL,
    entity_type VARCHAR(80),
    name VARCHAR(200) NOT NULL,
    color VARCHAR(8) NOT NULL,
    is_shared BOOLEAN DEFAULT false NOT NULL,
    person_id UUID,
    project_id UUID,
    department_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT search_filter_group_pkey PRIMARY KEY (id)
);

CREATE TABLE public.software (
    name VARCHAR(40) NOT NULL,
    short_name VARCHAR(20) NOT NULL,
    archived BOOLEAN,
    version VARCHAR(20),
    file_extension VARCHAR(20) NOT NULL,
    secondary_extensions JSONB,
    monthly_cost INTEGER,
    inventory_amount INTEGER,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT software_name_key UNIQUE (name),
    CONSTRAINT software_pkey PRIMARY KEY (id)
);

CREATE TABLE public.software_department_link (
    department_id UUID NOT NULL,
    software_id UUID NOT NULL,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT software_department_link_pkey PRIMARY KEY (department_id, software_id, id),
    CONSTRAINT software_department_link_uc UNIQUE (department_id, software_id)
);

CREATE TABLE public.status_automation (
    entity_type VARCHAR(40),
    in_task_type_id UUID,
    in_task_status_id UUID,
    out_field_type VARCHAR(255) NOT NULL,
    out_task_type_id UUID,
    out_task_status_id UUID,
    import_last_revision BOOLEAN DEFAULT false,
    archived BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT status_automation_pkey PRIMARY KEY (id)
);

CREATE TABLE public.stored_file (
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    bucket VARCHAR(20) NOT NULL,
    key VARCHAR(255) NOT NULL,
    prefix VARCHAR(40) NOT NULL,
    file_id VARCHAR(200) NOT NULL,
    size BIGINT,
    deleted_at TIMESTAMP WITHOUT TIME ZONE,
    purge_forced BOOLEAN DEFAULT false NOT NULL,
    purged_at TIMESTAMP WITHOUT TIME ZONE,
    purge_attempts INTEGER DEFAULT 0 NOT NULL,
    last_error TEXT,
    journal JSONB DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT stored_file_pkey PRIMARY KEY (id),
    CONSTRAINT stored_file_uc UNIQUE (bucket, key)
);

CREATE TABLE public.studio (
    name VARCHAR(80) NOT NULL,
    color VARCHAR(7) NOT NULL,
    archived BOOLEAN,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT studio_name_key UNIQUE (name),
    CONSTRAINT studio_pkey PRIMARY KEY (id)
);

CREATE TABLE public.subscription (
    person_id UUID NOT NULL,
    task_id UUID,
    entity_id UUID,
    task_type_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT subscription_entity_uc UNIQUE (person_id, task_type_id, entity_id),
    CONSTRAINT subscription_pkey PRIMARY KEY (id),
    CONSTRAINT subscription_task_uc UNIQUE (person_id, task_id)
);

CREATE TABLE public.task (
    name VARCHAR(80) NOT NULL,
    description TEXT,
    priority INTEGER,
    difficulty INTEGER DEFAULT 3 NOT NULL,
    duration DOUBLE PRECISION,
    estimation DOUBLE PRECISION,
    completion_rate INTEGER,
    retake_count INTEGER,
    sort_order INTEGER,
    start_date TIMESTAMP WITHOUT TIME ZONE,
    due_date TIMESTAMP WITHOUT TIME ZONE,
    real_start_date TIMESTAMP WITHOUT TIME ZONE,
    end_date TIMESTAMP WITHOUT TIME ZONE,
    done_date TIMESTAMP WITHOUT TIME ZONE,
    last_comment_date TIMESTAMP WITHOUT TIME ZONE,
    nb_assets_ready INTEGER,
    data JSONB,
    nb_drawings INTEGER,
    shotgun_id INTEGER,
    last_preview_file_id UUID,
    project_id UUID,
    task_type_id UUID,
    task_status_id UUID,
    entity_id UUID,
    assigner_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT check_difficulty CHECK (difficulty > 0 AND difficulty < 6),
    CONSTRAINT task_pkey PRIMARY KEY (id),
    CONSTRAINT task_uc UNIQUE (name, project_id, task_type_id, entity_id)
);

CREATE TABLE public.task_person_link (
    task_id UUID NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT assignations_pkey PRIMARY KEY (task_id, person_id)
);

CREATE TABLE public.task_status (
    name VARCHAR(40) NOT NULL,
    archived BOOLEAN,
    short_name VARCHAR(10) NOT NULL,
    description TEXT,
    color VARCHAR(7) NOT NULL,
    priority INTEGER,
    is_done BOOLEAN,
    is_artist_allowed BOOLEAN,
    is_client_allowed BOOLEAN,
    is_retake BOOLEAN,
    is_feedback_request BOOLEAN,
    is_default BOOLEAN,
    is_wip BOOLEAN,
    shotgun_id INTEGER,
    for_concept BOOLEAN DEFAULT false,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT task_status_pkey PRIMARY KEY (id)
);

CREATE TABLE public.task_type (
    name VARCHAR(40) NOT NULL,
    short_name VARCHAR(20),
    description TEXT,
    color VARCHAR(7),
    priority INTEGER,
    for_entity VARCHAR(30),
    allow_timelog BOOLEAN,
    archived BOOLEAN,
    shotgun_id INTEGER,
    department_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT task_type_pkey PRIMARY KEY (id),
    CONSTRAINT task_type_uc UNIQUE (name, for_entity, department_id)
);

CREATE TABLE public.task_type_asset_type_link (
    asset_type_id UUID NOT NULL,
    task_type_id UUID NOT NULL,
    CONSTRAINT task_type_asset_type_link_pkey PRIMARY KEY (asset_type_id, task_type_id)
);

CREATE TABLE public.time_spent (
    duration DOUBLE PRECISION NOT NULL,
    date DATE NOT NULL,
    task_id UUID,
    person_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT check_duration_positive CHECK (duration > 0),
    CONSTRAINT time_spent_pkey PRIMARY KEY (id),
    CONSTRAINT time_spent_uc UNIQUE (person_id, task_id, date)
);

CREATE TABLE public.working_file (
    shotgun_id INTEGER,
    name VARCHAR(250),
    description TEXT,
    comment TEXT,
    revision INTEGER,
    size INTEGER,
    checksum INTEGER,
    path VARCHAR(400),
    data JSONB,
    task_id UUID,
    entity_id UUID,
    person_id UUID,
    software_id UUID,
    id UUID NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE,
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    validation_status VARCHAR(255) DEFAULT 'neutral' NOT NULL,
    CONSTRAINT working_file_pkey PRIMARY KEY (id),
    CONSTRAINT working_file_uc UNIQUE (name, task_id, entity_id, revision)
);

-- A unique constraint equal to the primary key exists only if added afterwards.
ALTER TABLE public.department_link ADD CONSTRAINT department_link_uc UNIQUE (person_id, department_id);
ALTER TABLE public.department_metadata_descriptor_link ADD CONSTRAINT department_metadata_descriptor_link_uc UNIQUE (metadata_descriptor_id, department_id);
ALTER TABLE public.project_template_task_status_link ADD CONSTRAINT project_template_taskstatus_uc UNIQUE (project_template_id, task_status_id);
ALTER TABLE public.project_template_task_type_link ADD CONSTRAINT project_template_tasktype_uc UNIQUE (project_template_id, task_type_id);
ALTER TABLE public.task_type_asset_type_link ADD CONSTRAINT task_type_asset_type_link_uc UNIQUE (asset_type_id, task_type_id);

CREATE INDEX ix_api_event_created_at ON public.api_event (created_at);
CREATE INDEX ix_api_event_name ON public.api_event (name);
CREATE INDEX ix_api_event_project_id ON public.api_event (project_id);
CREATE INDEX ix_api_event_project_id_created_at ON public.api_event (project_id, created_at);
CREATE INDEX ix_api_event_user_id ON public.api_event (user_id);
CREATE INDEX ix_asset_instance_asset_id ON public.asset_instance (asset_id);
CREATE INDEX ix_asset_instance_entity_id ON public.asset_instance (entity_id);
CREATE INDEX ix_asset_instance_entity_type_id ON public.asset_instance (entity_type_id);
CREATE INDEX ix_asset_instance_scene_id ON public.asset_instance (scene_id);
CREATE INDEX ix_asset_instance_target_asset_id ON public.asset_instance (target_asset_id);
CREATE INDEX ix_attachment_file_chat_message_id ON public.attachment_file (chat_message_id);
CREATE INDEX ix_attachment_file_comment_id ON public.attachment_file (comment_id);
CREATE INDEX ix_budget_project_id ON public.budget (project_id);
CREATE INDEX ix_budget_entry_budget_id ON public.budget_entry (budget_id);
CREATE INDEX ix_budget_entry_department_id ON public.budget_entry (department_id);
CREATE INDEX ix_budget_entry_person_id ON public.budget_entry (person_id);
CREATE INDEX ix_build_job_playlist_id ON public.build_job (playlist_id);
CREATE INDEX ix_chat_object_id ON public.chat (object_id);
CREATE INDEX ix_chat_object_type ON public.chat (object_type);
CREATE INDEX ix_chat_message_chat_id ON public.chat_message (chat_id);
CREATE INDEX ix_chat_message_person_id ON public.chat_message (person_id);
CREATE INDEX ix_comment_editor_id ON public.comment (editor_id);
CREATE INDEX ix_comment_object_id ON public.comment (object_id);
CREATE INDEX ix_comment_object_type ON public.comment (object_type);
CREATE INDEX ix_comment_person_id ON public.comment (person_id);
CREATE INDEX ix_comment_preview_file_id ON public.comment (preview_file_id);
CREATE INDEX ix_comment_task_status_id ON public.comment (task_status_id);
CREATE INDEX ix_comment_preview_link_comment ON public.comment_preview_link (comment);
CREATE INDEX ix_comment_preview_link_preview_file ON public.comment_preview_link (preview_file);
CREATE INDEX ix_day_off_person_id ON public.day_off (person_id);
CREATE INDEX ix_department_link_department_id ON public.department_link (department_id);
CREATE INDEX ix_department_link_person_id ON public.department_link (person_id);
CREATE INDEX ix_department_metadata_descriptor_link_department_id ON public.department_metadata_descriptor_link (department_id);
CREATE INDEX ix_department_metadata_descriptor_link_metadata_descriptor_id ON public.department_metadata_descriptor_link (metadata_descriptor_id);
CREATE INDEX ix_desktop_login_log_person_id ON public.desktop_login_log (person_id);
CREATE INDEX ix_entity_created_by ON public.entity (created_by);
CREATE INDEX ix_entity_entity_type_id ON public.entity (entity_type_id);
CREATE INDEX ix_entity_entity_type_parent ON public.entity (entity_type_id, parent_id);
CREATE INDEX ix_entity_entity_type_project ON public.entity (entity_type_id, project_id);
CREATE INDEX ix_entity_parent_id ON public.entity (parent_id);
CREATE INDEX ix_entity_project_id ON public.entity (project_id);
CREATE INDEX ix_entity_project_type_status ON public.entity (project_id, entity_type_id, status);
CREATE INDEX ix_entity_source_id ON public.entity (source_id);
CREATE INDEX ix_entity_status ON public.entity (status);
CREATE INDEX ix_entity_link_entity_in_id ON public.entity_link (entity_in_id);
CREATE INDEX ix_entity_link_entity_out_id ON public.entity_link (entity_out_id);
CREATE UNIQUE INDEX ix_entity_type_name ON public.entity_type (name);
CREATE INDEX ix_entity_version_entity_id ON public.entity_version (entity_id);
CREATE INDEX ix_entity_version_person_id ON public.entity_version (person_id);
CREATE INDEX ix_hardware_item_department_link_department_id ON public.hardware_item_department_link (department_id);
CREATE INDEX ix_hardware_item_department_link_hardware_item_id ON public.hardware_item_department_link (hardware_item_id);
CREATE INDEX ix_login_log_person_id ON public.login_log (person_id);
CREATE INDEX ix_metadata_descriptor_entity_type ON public.metadata_descriptor (entity_type);
CREATE INDEX ix_metadata_descriptor_for_client ON public.metadata_descriptor (for_client);
CREATE INDEX ix_metadata_descriptor_project_id ON public.metadata_descriptor (project_id);
CREATE INDEX ix_metadata_descriptor_task_type_id ON public.metadata_descriptor (task_type_id);
CREATE UNIQUE INDEX metadata_descriptor_task_type_uc ON public.metadata_descriptor (project_id, entity_type, task_type_id, name) WHERE task_type_id IS NOT NULL;
CREATE UNIQUE INDEX metadata_descriptor_task_type_uc2 ON public.metadata_descriptor (project_id, entity_type, task_type_id, field_name) WHERE task_type_id IS NOT NULL;
CREATE UNIQUE INDEX metadata_descriptor_uc ON public.metadata_descriptor (project_id, entity_type, name) WHERE task_type_id IS NULL;
CREATE UNIQUE INDEX metadata_descriptor_uc2 ON public.metadata_descriptor (project_id, entity_type, field_name) WHERE task_type_id IS NULL;
CREATE INDEX ix_milestone_project_id ON public.milestone (project_id);
CREATE INDEX ix_milestone_task_type_id ON public.milestone (task_type_id);
CREATE INDEX ix_news_author_id ON public.news (author_id);
CREATE INDEX ix_news_comment_id ON public.news (comment_id);
CREATE INDEX ix_news_preview_file_id ON public.news (preview_file_id);
CREATE INDEX ix_news_task_id ON public.news (task_id);
CREATE INDEX ix_notification_author_id ON public.notification (author_id);
CREATE INDEX ix_notification_comment_id ON public.notification (comment_id);
CREATE INDEX ix_notification_person_id ON public.notification (person_id);
CREATE INDEX ix_notification_playlist_id ON public.notification (playlist_id);
CREATE INDEX ix_notification_reply_id ON public.notification (reply_id);
CREATE INDEX ix_notification_task_id ON public.notification (task_id);
CREATE INDEX ix_output_file_asset_instance_id ON public.output_file (asset_instance_id);
CREATE INDEX ix_output_file_entity_id ON public.output_file (entity_id);
CREATE INDEX ix_output_file_file_status_id ON public.output_file (file_status_id);
CREATE INDEX ix_output_file_output_type_id ON public.output_file (output_type_id);
CREATE INDEX ix_output_file_person_id ON public.output_file (person_id);
CREATE INDEX ix_output_file_representation ON public.output_file (representation);
CREATE INDEX ix_output_file_source_file_id ON public.output_file (source_file_id);
CREATE INDEX ix_output_file_task_type_id ON public.output_file (task_type_id);
CREATE INDEX ix_output_file_temporal_entity_id ON public.output_file (temporal_entity_id);
CREATE UNIQUE INDEX ix_output_type_name ON public.output_type (name);
CREATE INDEX ix_person_studio_id ON public.person (studio_id);
CREATE UNIQUE INDEX ix_person_preview_project_id ON public.person (preview_project_id);
CREATE UNIQUE INDEX only_one_email_by_person ON public.person (email, is_bot) WHERE is_bot IS NOT TRUE;
CREATE INDEX ix_playlist_created_by ON public.playlist (created_by);
CREATE INDEX ix_playlist_episode_id ON public.playlist (episode_id);
CREATE INDEX ix_playlist_for_client ON public.playlist (for_client);
CREATE INDEX ix_playlist_for_entity ON public.playlist (for_entity);
CREATE INDEX ix_playlist_project_id ON public.playlist (project_id);
CREATE INDEX ix_playlist_task_type_id ON public.playlist (task_type_id);
CREATE INDEX ix_playlist_share_link_created_by ON public.playlist_share_link (created_by);
CREATE INDEX ix_playlist_share_link_playlist_active ON public.playlist_share_link (playlist_id, is_active);
CREATE INDEX ix_playlist_share_link_playlist_id ON public.playlist_share_link (playlist_id);
CREATE UNIQUE INDEX ix_playlist_share_link_token ON public.playlist_share_link (token);
CREATE INDEX ix_plugin_name ON public.plugin (name);
CREATE UNIQUE INDEX ix_plugin_plugin_id ON public.plugin (plugin_id);
CREATE INDEX ix_preview_background_file_is_default ON public.preview_background_file (is_default);
CREATE INDEX ix_preview_file_person_id ON public.preview_file (person_id);
CREATE INDEX ix_preview_file_source_file_id ON public.preview_file (source_file_id);
CREATE INDEX ix_preview_file_task_id ON public.preview_file (task_id);
CREATE INDEX ix_preview_file_storage_state_bucket_prefix_state ON public.preview_file_storage_state (bucket, prefix, state);
CREATE INDEX ix_preview_file_storage_state_preview_file_id ON public.preview_file_storage_state (preview_file_id);
CREATE INDEX ix_production_schedule_version_production_schedule_from ON public.production_schedule_version (production_schedule_from);
CREATE INDEX ix_production_schedule_version_project_id ON public.production_schedule_version (project_id);
CREATE INDEX ix_production_schedule_version_task_link_production_sch_9cee ON public.production_schedule_version_task_link (production_schedule_version_id);
CREATE INDEX ix_production_schedule_version_task_link_task_id ON public.production_schedule_version_task_link (task_id);
CREATE INDEX ix_project_default_preview_background_file_id ON public.project (default_preview_background_file_id);
CREATE INDEX ix_project_from_schedule_version_id ON public.project (from_schedule_version_id);
CREATE INDEX ix_project_project_status_id ON public.project (project_status_id);
CREATE UNIQUE INDEX ix_project_name ON public.project (name);
CREATE INDEX ix_project_asset_type_link_asset_type_id ON public.project_asset_type_link (asset_type_id);
CREATE INDEX ix_project_asset_type_link_project_id ON public.project_asset_type_link (project_id);
CREATE INDEX ix_project_person_link_person_id ON public.project_person_link (person_id);
CREATE INDEX ix_project_person_link_project_id ON public.project_person_link (project_id);
CREATE INDEX ix_project_preview_background_file_link_preview_backgro_080b ON public.project_preview_background_file_link (preview_background_file_id);
CREATE INDEX ix_project_preview_background_file_link_project_id ON public.project_preview_background_file_link (project_id);
CREATE UNIQUE INDEX ix_project_status_name ON public.project_status (name);
CREATE INDEX ix_project_status_automation_link_project_id ON public.project_status_automation_link (project_id);
CREATE INDEX ix_project_status_automation_link_status_automation_id ON public.project_status_automation_link (status_automation_id);
CREATE INDEX ix_project_task_status_link_project_id ON public.project_task_status_link (project_id);
CREATE INDEX ix_project_task_status_link_task_status_id ON public.project_task_status_link (task_status_id);
CREATE INDEX ix_project_task_type_link_project_id ON public.project_task_type_link (project_id);
CREATE INDEX ix_project_task_type_link_task_type_id ON public.project_task_type_link (task_type_id);
CREATE INDEX ix_project_task_type_software_link_project_id ON public.project_task_type_software_link (project_id);
CREATE INDEX ix_project_task_type_software_link_software_id ON public.project_task_type_software_link (software_id);
CREATE INDEX ix_project_task_type_software_link_task_type_id ON public.project_task_type_software_link (task_type_id);
CREATE INDEX ix_project_template_default_preview_background_file_id ON public.project_template (default_preview_background_file_id);
CREATE UNIQUE INDEX ix_project_template_name ON public.project_template (name);
CREATE INDEX ix_project_template_asset_type_link_asset_type_id ON public.project_template_asset_type_link (asset_type_id);
CREATE INDEX ix_project_template_asset_type_link_project_template_id ON public.project_template_asset_type_link (project_template_id);
CREATE INDEX ix_project_template_preview_background_file_link_previe_393c ON public.project_template_preview_background_file_link (preview_background_file_id);
CREATE INDEX ix_project_template_preview_background_file_link_projec_ab7b ON public.project_template_preview_background_file_link (project_template_id);
CREATE INDEX ix_project_template_status_automation_link_project_template_id ON public.project_template_status_automation_link (project_template_id);
CREATE INDEX ix_project_template_status_automation_link_status_automation_id ON public.project_template_status_automation_link (status_automation_id);
CREATE INDEX ix_project_template_task_status_link_project_template_id ON public.project_template_task_status_link (project_template_id);
CREATE INDEX ix_project_template_task_status_link_task_status_id ON public.project_template_task_status_link (task_status_id);
CREATE INDEX ix_project_template_task_type_link_project_template_id ON public.project_template_task_type_link (project_template_id);
CREATE INDEX ix_project_template_task_type_link_task_type_id ON public.project_template_task_type_link (task_type_id);
CREATE INDEX ix_salary_scale_department_id ON public.salary_scale (department_id);
CREATE INDEX ix_schedule_item_object_id ON public.schedule_item (object_id);
CREATE INDEX ix_schedule_item_project_id ON public.schedule_item (project_id);
CREATE INDEX ix_schedule_item_task_type_id ON public.schedule_item (task_type_id);
CREATE INDEX ix_search_filter_department_id ON public.search_filter (department_id);
CREATE INDEX ix_search_filter_list_type ON public.search_filter (list_type);
CREATE INDEX ix_search_filter_person_id ON public.search_filter (person_id);
CREATE INDEX ix_search_filter_project_id ON public.search_filter (project_id);
CREATE INDEX ix_search_filter_search_filter_group_id ON public.search_filter (search_filter_group_id);
CREATE INDEX ix_search_filter_group_department_id ON public.search_filter_group (department_id);
CREATE INDEX ix_search_filter_group_list_type ON public.search_filter_group (list_type);
CREATE INDEX ix_search_filter_group_person_id ON public.search_filter_group (person_id);
CREATE INDEX ix_search_filter_group_project_id ON public.search_filter_group (project_id);
CREATE INDEX ix_software_department_link_department_id ON public.software_department_link (department_id);
CREATE INDEX ix_software_department_link_software_id ON public.software_department_link (software_id);
CREATE INDEX ix_status_automation_in_task_status_id ON public.status_automation (in_task_status_id);
CREATE INDEX ix_status_automation_in_task_type_id ON public.status_automation (in_task_type_id);
CREATE INDEX ix_status_automation_out_task_status_id ON public.status_automation (out_task_status_id);
CREATE INDEX ix_status_automation_out_task_type_id ON public.status_automation (out_task_type_id);
CREATE INDEX ix_stored_file_file_id ON public.stored_file (file_id);
CREATE INDEX ix_stored_file_to_purge ON public.stored_file (purge_forced, deleted_at) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
CREATE INDEX ix_subscription_entity_id ON public.subscription (entity_id);
CREATE INDEX ix_subscription_person_id ON public.subscription (person_id);
CREATE INDEX ix_subscription_task_id ON public.subscription (task_id);
CREATE INDEX ix_subscription_task_type_id ON public.subscription (task_type_id);
CREATE INDEX ix_task_assigner_id ON public.task (assigner_id);
CREATE INDEX ix_task_entity_id ON public.task (entity_id);
CREATE INDEX ix_task_entity_project ON public.task (entity_id, project_id);
CREATE INDEX ix_task_project_id ON public.task (project_id);
CREATE INDEX ix_task_task_status_id ON public.task (task_status_id);
CREATE INDEX ix_task_task_type_id ON public.task (task_type_id);
CREATE INDEX ix_task_person_link_person_id ON public.task_person_link (person_id);
CREATE INDEX ix_task_status_is_default ON public.task_status (is_default);
CREATE INDEX ix_task_status_is_done ON public.task_status (is_done);
CREATE INDEX ix_task_status_is_feedback_request ON public.task_status (is_feedback_request);
CREATE INDEX ix_task_status_is_wip ON public.task_status (is_wip);
CREATE UNIQUE INDEX ix_task_status_short_name ON public.task_status (short_name);
CREATE INDEX ix_task_type_department_id ON public.task_type (department_id);
CREATE INDEX ix_task_type_shotgun_id ON public.task_type (shotgun_id);
CREATE INDEX ix_task_type_asset_type_link_asset_type_id ON public.task_type_asset_type_link (asset_type_id);
CREATE INDEX ix_task_type_asset_type_link_task_type_id ON public.task_type_asset_type_link (task_type_id);
CREATE INDEX ix_time_spent_person_id ON public.time_spent (person_id);
CREATE INDEX ix_time_spent_task_id ON public.time_spent (task_id);
CREATE INDEX ix_working_file_entity_id ON public.working_file (entity_id);
CREATE INDEX ix_working_file_person_id ON public.working_file (person_id);
CREATE INDEX ix_working_file_shotgun_id ON public.working_file (shotgun_id);
CREATE INDEX ix_working_file_software_id ON public.working_file (software_id);
CREATE INDEX ix_working_file_task_id ON public.working_file (task_id);

ALTER TABLE public.api_event ADD CONSTRAINT api_event_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.api_event ADD CONSTRAINT api_event_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.person (id);
ALTER TABLE public.asset_instance ADD CONSTRAINT asset_instance_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES public.entity (id);
ALTER TABLE public.asset_instance ADD CONSTRAINT asset_instance_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.asset_instance ADD CONSTRAINT asset_instance_entity_type_id_fkey FOREIGN KEY(entity_type_id) REFERENCES public.entity_type (id);
ALTER TABLE public.asset_instance ADD CONSTRAINT asset_instance_scene_id_fkey FOREIGN KEY(scene_id) REFERENCES public.entity (id);
ALTER TABLE public.asset_instance ADD CONSTRAINT asset_instance_target_asset_id_fkey FOREIGN KEY(target_asset_id) REFERENCES public.entity (id);
ALTER TABLE public.asset_instance_link ADD CONSTRAINT asset_instance_link_asset_instance_id_fkey FOREIGN KEY(asset_instance_id) REFERENCES public.asset_instance (id);
ALTER TABLE public.asset_instance_link ADD CONSTRAINT asset_instance_link_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.attachment_file ADD CONSTRAINT attachment_file_chat_message_id_fkey FOREIGN KEY(chat_message_id) REFERENCES public.chat_message (id);
ALTER TABLE public.attachment_file ADD CONSTRAINT attachment_file_comment_id_fkey FOREIGN KEY(comment_id) REFERENCES public.comment (id);
ALTER TABLE public.budget ADD CONSTRAINT budget_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.budget_entry ADD CONSTRAINT budget_entry_budget_id_fkey FOREIGN KEY(budget_id) REFERENCES public.budget (id);
ALTER TABLE public.budget_entry ADD CONSTRAINT budget_entry_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.budget_entry ADD CONSTRAINT budget_entry_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.build_job ADD CONSTRAINT build_job_playlist_id_fkey FOREIGN KEY(playlist_id) REFERENCES public.playlist (id);
ALTER TABLE public.chat_message ADD CONSTRAINT chat_message_chat_id_fkey FOREIGN KEY(chat_id) REFERENCES public.chat (id);
ALTER TABLE public.chat_message ADD CONSTRAINT chat_message_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.chat_participant ADD CONSTRAINT chat_participant_chat_id_fkey FOREIGN KEY(chat_id) REFERENCES public.chat (id);
ALTER TABLE public.chat_participant ADD CONSTRAINT chat_participant_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.comment ADD CONSTRAINT comment_editor_id_fkey FOREIGN KEY(editor_id) REFERENCES public.person (id);
ALTER TABLE public.comment ADD CONSTRAINT comment_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.comment ADD CONSTRAINT comment_preview_file_id_fkey FOREIGN KEY(preview_file_id) REFERENCES public.preview_file (id);
ALTER TABLE public.comment ADD CONSTRAINT comment_task_status_id_fkey FOREIGN KEY(task_status_id) REFERENCES public.task_status (id);
ALTER TABLE public.comment_acknoledgments ADD CONSTRAINT comment_acknoledgments_comment_fkey FOREIGN KEY(comment) REFERENCES public.comment (id);
ALTER TABLE public.comment_acknoledgments ADD CONSTRAINT comment_acknoledgments_person_fkey FOREIGN KEY(person) REFERENCES public.person (id);
ALTER TABLE public.comment_department_mentions ADD CONSTRAINT comment_department_mentions_comment_fkey FOREIGN KEY(comment) REFERENCES public.comment (id);
ALTER TABLE public.comment_department_mentions ADD CONSTRAINT comment_department_mentions_department_fkey FOREIGN KEY(department) REFERENCES public.department (id);
ALTER TABLE public.comment_mentions ADD CONSTRAINT comment_mentions_comment_fkey FOREIGN KEY(comment) REFERENCES public.comment (id);
ALTER TABLE public.comment_mentions ADD CONSTRAINT comment_mentions_person_fkey FOREIGN KEY(person) REFERENCES public.person (id);
ALTER TABLE public.comment_preview_link ADD CONSTRAINT comment_preview_link_comment_fkey FOREIGN KEY(comment) REFERENCES public.comment (id);
ALTER TABLE public.comment_preview_link ADD CONSTRAINT comment_preview_link_preview_file_fkey FOREIGN KEY(preview_file) REFERENCES public.preview_file (id);
ALTER TABLE public.day_off ADD CONSTRAINT day_off_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.department_link ADD CONSTRAINT department_link_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.department_link ADD CONSTRAINT department_link_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.department_metadata_descriptor_link ADD CONSTRAINT department_metadata_descriptor_link_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.department_metadata_descriptor_link ADD CONSTRAINT department_metadata_descriptor_link_metadata_descriptor_id_fkey FOREIGN KEY(metadata_descriptor_id) REFERENCES public.metadata_descriptor (id);
ALTER TABLE public.desktop_login_log ADD CONSTRAINT desktop_login_log_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.entity ADD CONSTRAINT entity_created_by_fkey FOREIGN KEY(created_by) REFERENCES public.person (id);
ALTER TABLE public.entity ADD CONSTRAINT entity_entity_type_id_fkey FOREIGN KEY(entity_type_id) REFERENCES public.entity_type (id);
ALTER TABLE public.entity ADD CONSTRAINT entity_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES public.entity (id);
ALTER TABLE public.entity ADD CONSTRAINT fk_main_preview FOREIGN KEY(preview_file_id) REFERENCES public.preview_file (id);
ALTER TABLE public.entity ADD CONSTRAINT entity_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.entity ADD CONSTRAINT fk_ready_for FOREIGN KEY(ready_for) REFERENCES public.task_type (id);
ALTER TABLE public.entity ADD CONSTRAINT entity_source_id_fkey FOREIGN KEY(source_id) REFERENCES public.entity (id);
ALTER TABLE public.entity_concept_link ADD CONSTRAINT entity_concept_link_entity_in_id_fkey FOREIGN KEY(entity_in_id) REFERENCES public.entity (id);
ALTER TABLE public.entity_concept_link ADD CONSTRAINT entity_concept_link_entity_out_id_fkey FOREIGN KEY(entity_out_id) REFERENCES public.entity (id);
ALTER TABLE public.entity_link ADD CONSTRAINT entity_link_entity_in_id_fkey FOREIGN KEY(entity_in_id) REFERENCES public.entity (id);
ALTER TABLE public.entity_link ADD CONSTRAINT entity_link_entity_out_id_fkey FOREIGN KEY(entity_out_id) REFERENCES public.entity (id);
ALTER TABLE public.entity_version ADD CONSTRAINT entity_version_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.entity_version ADD CONSTRAINT entity_version_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.hardware_item_department_link ADD CONSTRAINT hardware_item_department_link_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.hardware_item_department_link ADD CONSTRAINT hardware_item_department_link_hardware_item_id_fkey FOREIGN KEY(hardware_item_id) REFERENCES public.hardware_item (id);
ALTER TABLE public.login_log ADD CONSTRAINT login_log_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.metadata_descriptor ADD CONSTRAINT metadata_descriptor_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.metadata_descriptor ADD CONSTRAINT fk_metadata_descriptor_task_type_id FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.milestone ADD CONSTRAINT milestone_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.milestone ADD CONSTRAINT milestone_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.news ADD CONSTRAINT news_author_id_fkey FOREIGN KEY(author_id) REFERENCES public.person (id);
ALTER TABLE public.news ADD CONSTRAINT news_comment_id_fkey FOREIGN KEY(comment_id) REFERENCES public.comment (id);
ALTER TABLE public.news ADD CONSTRAINT news_preview_file_id_fkey FOREIGN KEY(preview_file_id) REFERENCES public.preview_file (id);
ALTER TABLE public.news ADD CONSTRAINT news_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);
ALTER TABLE public.notification ADD CONSTRAINT notification_author_id_fkey FOREIGN KEY(author_id) REFERENCES public.person (id);
ALTER TABLE public.notification ADD CONSTRAINT notification_comment_id_fkey FOREIGN KEY(comment_id) REFERENCES public.comment (id);
ALTER TABLE public.notification ADD CONSTRAINT notification_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.notification ADD CONSTRAINT notification_playlist_id_fkey FOREIGN KEY(playlist_id) REFERENCES public.playlist (id);
ALTER TABLE public.notification ADD CONSTRAINT notification_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_asset_instance_id_fkey FOREIGN KEY(asset_instance_id) REFERENCES public.asset_instance (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_file_status_id_fkey FOREIGN KEY(file_status_id) REFERENCES public.file_status (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_output_type_id_fkey FOREIGN KEY(output_type_id) REFERENCES public.output_type (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_source_file_id_fkey FOREIGN KEY(source_file_id) REFERENCES public.working_file (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.output_file ADD CONSTRAINT output_file_temporal_entity_id_fkey FOREIGN KEY(temporal_entity_id) REFERENCES public.entity (id);
ALTER TABLE public.person ADD CONSTRAINT person_preview_project_id_fkey FOREIGN KEY(preview_project_id) REFERENCES public.project (id);
ALTER TABLE public.person ADD CONSTRAINT person_studio_id_fkey FOREIGN KEY(studio_id) REFERENCES public.studio (id);
ALTER TABLE public.playlist ADD CONSTRAINT playlist_created_by_fkey FOREIGN KEY(created_by) REFERENCES public.person (id);
ALTER TABLE public.playlist ADD CONSTRAINT playlist_episode_id_fkey FOREIGN KEY(episode_id) REFERENCES public.entity (id);
ALTER TABLE public.playlist ADD CONSTRAINT playlist_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.playlist ADD CONSTRAINT playlist_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.playlist_share_link ADD CONSTRAINT playlist_share_link_created_by_fkey FOREIGN KEY(created_by) REFERENCES public.person (id);
ALTER TABLE public.playlist_share_link ADD CONSTRAINT playlist_share_link_playlist_id_fkey FOREIGN KEY(playlist_id) REFERENCES public.playlist (id);
ALTER TABLE public.preview_file ADD CONSTRAINT preview_file_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.preview_file ADD CONSTRAINT preview_file_source_file_id_fkey FOREIGN KEY(source_file_id) REFERENCES public.output_file (id);
ALTER TABLE public.preview_file ADD CONSTRAINT preview_file_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);
ALTER TABLE public.preview_file_storage_state ADD CONSTRAINT preview_file_storage_state_preview_file_id_fkey FOREIGN KEY(preview_file_id) REFERENCES public.preview_file (id) ON DELETE CASCADE;
ALTER TABLE public.production_schedule_version ADD CONSTRAINT production_schedule_version_production_schedule_from_fkey FOREIGN KEY(production_schedule_from) REFERENCES public.production_schedule_version (id) ON DELETE SET NULL;
ALTER TABLE public.production_schedule_version ADD CONSTRAINT production_schedule_version_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id) ON DELETE CASCADE;
ALTER TABLE public.production_schedule_version_task_link ADD CONSTRAINT production_schedule_version_t_production_schedule_version__fkey FOREIGN KEY(production_schedule_version_id) REFERENCES public.production_schedule_version (id) ON DELETE CASCADE;
ALTER TABLE public.production_schedule_version_task_link ADD CONSTRAINT production_schedule_version_task_link_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id) ON DELETE CASCADE;
ALTER TABLE public.production_schedule_version_task_link_person_link ADD CONSTRAINT production_schedule_version_task_link_person_lin_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id) ON DELETE CASCADE;
ALTER TABLE public.production_schedule_version_task_link_person_link ADD CONSTRAINT production_schedule_version__production_schedule_version__fkey1 FOREIGN KEY(production_schedule_version_task_link_id) REFERENCES public.production_schedule_version_task_link (id) ON DELETE CASCADE;
ALTER TABLE public.project ADD CONSTRAINT project_default_preview_background_file_id_fkey FOREIGN KEY(default_preview_background_file_id) REFERENCES public.preview_background_file (id);
ALTER TABLE public.project ADD CONSTRAINT project_from_schedule_version_id_fkey FOREIGN KEY(from_schedule_version_id) REFERENCES public.production_schedule_version (id) ON DELETE SET NULL;
ALTER TABLE public.project ADD CONSTRAINT project_project_status_id_fkey FOREIGN KEY(project_status_id) REFERENCES public.project_status (id);
ALTER TABLE public.project_asset_type_link ADD CONSTRAINT project_asset_type_link_asset_type_id_fkey FOREIGN KEY(asset_type_id) REFERENCES public.entity_type (id);
ALTER TABLE public.project_asset_type_link ADD CONSTRAINT project_asset_type_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.project_person_link ADD CONSTRAINT project_person_link_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.project_person_link ADD CONSTRAINT project_person_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.project_preview_background_file_link ADD CONSTRAINT project_preview_background_file_preview_background_file_id_fkey FOREIGN KEY(preview_background_file_id) REFERENCES public.preview_background_file (id);
ALTER TABLE public.project_preview_background_file_link ADD CONSTRAINT project_preview_background_file_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.project_status_automation_link ADD CONSTRAINT project_status_automation_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.project_status_automation_link ADD CONSTRAINT project_status_automation_link_status_automation_id_fkey FOREIGN KEY(status_automation_id) REFERENCES public.status_automation (id);
ALTER TABLE public.project_task_status_link ADD CONSTRAINT project_task_status_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.project_task_status_link ADD CONSTRAINT project_task_status_link_task_status_id_fkey FOREIGN KEY(task_status_id) REFERENCES public.task_status (id);
ALTER TABLE public.project_task_type_link ADD CONSTRAINT project_task_type_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.project_task_type_link ADD CONSTRAINT project_task_type_link_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.project_task_type_software_link ADD CONSTRAINT project_task_type_software_link_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id) ON DELETE CASCADE;
ALTER TABLE public.project_task_type_software_link ADD CONSTRAINT project_task_type_software_link_software_id_fkey FOREIGN KEY(software_id) REFERENCES public.software (id) ON DELETE CASCADE;
ALTER TABLE public.project_task_type_software_link ADD CONSTRAINT project_task_type_software_link_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id) ON DELETE CASCADE;
ALTER TABLE public.project_template ADD CONSTRAINT project_template_default_preview_background_file_id_fkey FOREIGN KEY(default_preview_background_file_id) REFERENCES public.preview_background_file (id);
ALTER TABLE public.project_template_asset_type_link ADD CONSTRAINT project_template_asset_type_link_asset_type_id_fkey FOREIGN KEY(asset_type_id) REFERENCES public.entity_type (id);
ALTER TABLE public.project_template_asset_type_link ADD CONSTRAINT project_template_asset_type_link_project_template_id_fkey FOREIGN KEY(project_template_id) REFERENCES public.project_template (id);
ALTER TABLE public.project_template_preview_background_file_link ADD CONSTRAINT project_template_preview_backgr_preview_background_file_id_fkey FOREIGN KEY(preview_background_file_id) REFERENCES public.preview_background_file (id);
ALTER TABLE public.project_template_preview_background_file_link ADD CONSTRAINT project_template_preview_background_fi_project_template_id_fkey FOREIGN KEY(project_template_id) REFERENCES public.project_template (id);
ALTER TABLE public.project_template_status_automation_link ADD CONSTRAINT project_template_status_automation_lin_project_template_id_fkey FOREIGN KEY(project_template_id) REFERENCES public.project_template (id);
ALTER TABLE public.project_template_status_automation_link ADD CONSTRAINT project_template_status_automation_li_status_automation_id_fkey FOREIGN KEY(status_automation_id) REFERENCES public.status_automation (id);
ALTER TABLE public.project_template_task_status_link ADD CONSTRAINT project_template_task_status_link_project_template_id_fkey FOREIGN KEY(project_template_id) REFERENCES public.project_template (id);
ALTER TABLE public.project_template_task_status_link ADD CONSTRAINT project_template_task_status_link_task_status_id_fkey FOREIGN KEY(task_status_id) REFERENCES public.task_status (id);
ALTER TABLE public.project_template_task_type_link ADD CONSTRAINT project_template_task_type_link_project_template_id_fkey FOREIGN KEY(project_template_id) REFERENCES public.project_template (id);
ALTER TABLE public.project_template_task_type_link ADD CONSTRAINT project_template_task_type_link_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.salary_scale ADD CONSTRAINT salary_scale_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id) ON DELETE CASCADE;
ALTER TABLE public.schedule_item ADD CONSTRAINT schedule_item_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.schedule_item ADD CONSTRAINT schedule_item_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.search_filter ADD CONSTRAINT search_filter_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.search_filter ADD CONSTRAINT search_filter_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.search_filter ADD CONSTRAINT search_filter_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.search_filter ADD CONSTRAINT search_filter_search_filter_group_id_fkey FOREIGN KEY(search_filter_group_id) REFERENCES public.search_filter_group (id);
ALTER TABLE public.search_filter_group ADD CONSTRAINT search_filter_group_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.search_filter_group ADD CONSTRAINT search_filter_group_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.search_filter_group ADD CONSTRAINT search_filter_group_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.software_department_link ADD CONSTRAINT software_department_link_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.software_department_link ADD CONSTRAINT software_department_link_software_id_fkey FOREIGN KEY(software_id) REFERENCES public.software (id);
ALTER TABLE public.status_automation ADD CONSTRAINT status_automation_in_task_status_id_fkey FOREIGN KEY(in_task_status_id) REFERENCES public.task_status (id);
ALTER TABLE public.status_automation ADD CONSTRAINT status_automation_in_task_type_id_fkey FOREIGN KEY(in_task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.status_automation ADD CONSTRAINT status_automation_out_task_status_id_fkey FOREIGN KEY(out_task_status_id) REFERENCES public.task_status (id);
ALTER TABLE public.status_automation ADD CONSTRAINT status_automation_out_task_type_id_fkey FOREIGN KEY(out_task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.subscription ADD CONSTRAINT subscription_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.subscription ADD CONSTRAINT subscription_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.subscription ADD CONSTRAINT subscription_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);
ALTER TABLE public.subscription ADD CONSTRAINT subscription_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.task ADD CONSTRAINT task_assigner_id_fkey FOREIGN KEY(assigner_id) REFERENCES public.person (id);
ALTER TABLE public.task ADD CONSTRAINT task_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.task ADD CONSTRAINT task_project_id_fkey FOREIGN KEY(project_id) REFERENCES public.project (id);
ALTER TABLE public.task ADD CONSTRAINT task_task_status_id_fkey FOREIGN KEY(task_status_id) REFERENCES public.task_status (id);
ALTER TABLE public.task ADD CONSTRAINT task_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.task_person_link ADD CONSTRAINT task_person_link_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.task_person_link ADD CONSTRAINT task_person_link_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);
ALTER TABLE public.task_type ADD CONSTRAINT task_type_department_id_fkey FOREIGN KEY(department_id) REFERENCES public.department (id);
ALTER TABLE public.task_type_asset_type_link ADD CONSTRAINT task_type_asset_type_link_asset_type_id_fkey FOREIGN KEY(asset_type_id) REFERENCES public.entity_type (id);
ALTER TABLE public.task_type_asset_type_link ADD CONSTRAINT task_type_asset_type_link_task_type_id_fkey FOREIGN KEY(task_type_id) REFERENCES public.task_type (id);
ALTER TABLE public.time_spent ADD CONSTRAINT time_spent_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.time_spent ADD CONSTRAINT time_spent_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);
ALTER TABLE public.working_file ADD CONSTRAINT working_file_entity_id_fkey FOREIGN KEY(entity_id) REFERENCES public.entity (id);
ALTER TABLE public.working_file ADD CONSTRAINT working_file_person_id_fkey FOREIGN KEY(person_id) REFERENCES public.person (id);
ALTER TABLE public.working_file ADD CONSTRAINT working_file_software_id_fkey FOREIGN KEY(software_id) REFERENCES public.software (id);
ALTER TABLE public.working_file ADD CONSTRAINT working_file_task_id_fkey FOREIGN KEY(task_id) REFERENCES public.task (id);

CREATE TABLE IF NOT EXISTS public.alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

DELETE FROM public.alembic_version;
INSERT INTO public.alembic_version (version_num) VALUES ('b8e3d1f6a2c9');

INSERT INTO public.task_type (id, name, short_name, color, priority, for_entity, allow_timelog, archived, created_at, updated_at)
VALUES (gen_random_uuid(), 'Concept', '', '#8D6E63', 1, 'Concept', true, false,
        timezone('UTC', now()), timezone('UTC', now()));
