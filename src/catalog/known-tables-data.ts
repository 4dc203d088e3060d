/**
 * Tables of all systems, one a line, as osquery 5 declares them: name and further names (`hosts` of etc_hosts), systems
 * (l Linux, d macOS, w Windows) and attributes behind a `+` (c cacheable, e events, n no primary key, s typed rows,
 * t utility, u data of users), then columns: name and further names, a colon, type (T text, I integer, B bigint,
 * U unsigned bigint, D double), options (i index, r required, a additional, o optimized, h hidden), collation behind a
 * `~`, and systems behind an `@` where the column is not for all of the table's.
 */
export const KNOWN_TABLES = `
account_policy_data d uid:B creation_time:D failed_login_count:B failed_login_timestamp:D password_last_set_time:D
acpi_tables ld name:T size:I md5:T~nocase
ad_config d name:T domain:T option:T value:T
alf d allow_signed_enabled:I firewall_unload:I global_state:I logging_enabled:I logging_option:I stealth_enabled:I version:T~version
alf_exceptions d path:T state:I
alf_explicit_auths d process:T
app_schemes d scheme:T handler:T enabled:I external:I protected:I
apparmor_events l+e type:T message:T time:Ba uptime:B eid:Th apparmor:T operation:T parent:U profile:T name:T pid:U comm:T denied_mask:T capname:T fsuid:U ouid:U capability:B requested_mask:T info:T error:T namespace:T label:T
apparmor_profiles l path:Ti name:T attach:T mode:T sha1:T~nocase sha256:T~nocase
appcompat_shims w executable:T path:T description:T install_time:I type:T sdb_id:T
apps d+c name:T path:Tio bundle_executable:T bundle_identifier:T~nocase bundle_name:T bundle_short_version:T~version bundle_version:T~version bundle_package_type:T environment:T element:T compiler:T development_region:T display_name:T info_string:T minimum_system_version:T~version category:T applescript_enabled:T copyright:T last_opened_time:D
apt_sources l name:T source:T base_uri:T release:T version:T~version_dpkg maintainer:T components:T architectures:T pid_with_namespace:Iah@l
arp_cache ldw address:T mac:T~nocase interface:T permanent:T
asl d time:Ia time_nano_sec:Ia host:Ta sender:Ta facility:Ta pid:Ia gid:Ba uid:Ba level:Ia message:Ta ref_pid:Ia ref_proc:Ta extra:T
augeas|configurations ld node:Ti value:T label:T path:Ta
authenticode w path:Tro original_program_name:T serial_number:T issuer_name:T subject_name:T result:T
authorization_mechanisms d label:Tio plugin:T mechanism:T privileged:T entry:T
authorizations d label:Tio modified:T allow_root:T timeout:T version:T tries:T authenticate_user:T shared:T comment:T created:T class:T session_owner:T
authorized_keys ld+nu uid:Ba algorithm:T key:T options:T comment:T key_file:T pid_with_namespace:Iah@l
autoexec w path:Ti name:T source:T
azure_instance_metadata ldw+c location:T name:T offer:T publisher:T sku:T version:T os_type:T platform_update_domain:T platform_fault_domain:T vm_id:Ti vm_size:T subscription_id:T resource_group_name:T placement_group_id:T vm_scale_set_name:T zone:T
azure_instance_tags ldw+c vm_id:T key:T value:T
background_activities_moderator w path:T last_execution_time:B sid:T
battery dw manufacturer:T model:T serial_number:T cycle_count:I state:T charging:I charged:I designed_capacity:I max_capacity:I current_capacity:I percent_remaining:I amperage:I voltage:I minutes_until_empty:I minutes_to_full_charge:I chemistry:T@w health:T@d condition:T@d manufacture_date:I@d
bitlocker_info w device_id:T drive_letter:T persistent_volume_id:T conversion_status:I protection_status:I encryption_method:T protector_types:T version:I percentage_encrypted:I lock_status:I
block_devices ld name:Ti parent:T vendor:T model:T serial:T size:B block_size:I uuid:T~nocase type:T label:T
browser_plugins d+u uid:Bi name:T identifier:T version:T~version sdk:T description:T development_region:T native:I path:Ti disabled:I
carbon_black_info|cb_info ldw sensor_id:I config_name:T collect_store_files:I collect_module_loads:I collect_module_info:I collect_file_mods:I collect_reg_mods:I collect_net_conns:I collect_processes:I collect_cross_processes:I collect_emet_events:I collect_data_file_writes:I collect_process_user_context:I collect_sensor_operations:I log_file_disk_quota_mb:I log_file_disk_quota_percentage:I protection_disabled:I sensor_ip_addr:T sensor_backend_server:T event_queue:I binary_queue:I
carves ldw time:B sha256:T~nocase size:B path:Ta status:T carve_guid:Ti~nocase request_id:T carve:Ia
certificate_trust_settings d common_name:T serial:T~nocase trust_domain:Tio trust_policy_name:T trust_policy_data:T trust_allowed_error:T trust_key_usage:T trust_result:T
certificates ldw+c common_name:T subject:T subject2:T issuer:T issuer2:T ca:I self_signed:I not_valid_before:T not_valid_after:T signing_algorithm:T key_algorithm:T key_strength:T key_usage:T subject_key_id:T~nocase authority_key_id:T~nocase sha1:T~nocase path:Tao serial:T~nocase sid:T@w store_location:T@w store:T@w username:T@w store_id:T@w
chassis_info w audible_alarm:T breach_description:T chassis_types:T description:T lock:T manufacturer:T model:T security_breach:T serial:T smbios_tag:T sku:T status:T visible_alarm:T
chocolatey_packages w name:T version:T~version summary:T author:T license:T path:T
chrome_extension_content_scripts ldw+u browser_type:T uid:Bio identifier:T version:T~version script:T match:T profile_path:T path:T referenced:B
chrome_extensions ldw+u browser_type:T uid:Bio name:T profile:T profile_path:T referenced_identifier:T identifier:T version:T~version description:T default_locale|locale:T current_locale:T update_url:T author:T persistent:I path:T permissions:T permissions_json:Th optional_permissions:T optional_permissions_json:Th manifest_hash:T~nocase referenced:B from_webstore:T state:T install_time:T install_timestamp:B manifest_json:Th key:Th
connected_displays d name:T product_id:T serial_number:T vendor_id:T manufactured_week:I manufactured_year:I display_id:T pixels:T resolution:T ambient_brightness_enabled:T connection_type:T display_type:T main:I mirror:I online:I rotation:T
connectivity w disconnected:I ipv4_no_traffic:I ipv6_no_traffic:I ipv4_subnet:I ipv4_local_network:I ipv4_internet:I ipv6_subnet:I ipv6_local_network:I ipv6_internet:I
cpu_info ldw device_id:T model:T manufacturer:T processor_type:T cpu_status:I number_of_cores:T logical_processors:I address_width:T current_clock_speed:I max_clock_speed:I socket_designation:T availability:T@w load_percentage:I@w number_of_efficiency_cores:I@d number_of_performance_cores:I@d
cpu_time ld core:I user:B nice:B system:B idle:B iowait:B irq:B softirq:B steal:B guest:B guest_nice:B
cpuid ldw feature:T value:T output_register:T output_bit:I input_eax:T
crashes d+u type:T pid:B path:T crash_path:Ti identifier:T version:T~version parent:B responsible:T uid:Ii datetime:T crashed_thread:B stack_trace:T exception_type:T exception_codes:T exception_notes:T registers:T
crontab ld+c event:T minute:T hour:T day_of_month:T month:T day_of_week:T command:T path:T pid_with_namespace:Iah@l
cups_destinations d name:T option_name:T option_value:T
cups_jobs d title:T destination:T user:T format:T size:I completed_time:I processing_time:I creation_time:I
curl ldw url:Tiro method:T user_agent:Ta response_code:I round_trip_time:B bytes:B result:T
curl_certificate ldw hostname:Tro common_name:T organization:T organization_unit:T serial_number:T~nocase issuer_common_name:T issuer_organization:T issuer_organization_unit:T valid_from:T valid_to:T sha256_fingerprint:T~nocase sha1_fingerprint:T~nocase version:I signature_algorithm:T signature:T subject_key_identifier:T~nocase authority_key_identifier:T~nocase key_usage:T extended_key_usage:T policies:T subject_alternative_names:T issuer_alternative_names:T info_access:T subject_info_access:T policy_mappings:T has_expired:I basic_constraint:T name_constraints:T policy_constraints:T dump_certificate:Iah timeout:Iah pem:T
deb_package_files l package:Tio path:Ti admindir:Tao
deb_packages l+c name:T version:T~version_dpkg source:T size:B arch:T revision:T status:T maintainer:T section:T priority:T admindir:Tao pid_with_namespace:Iah@l mount_namespace_id:Th@l
default_environment w variable:T value:T expand:I
device_file ld device:Tir partition:Tir path:Ta filename:T inode:Bi uid:B gid:B mode:T size:B block_size:I atime:B mtime:B ctime:B hard_links:I type:T
device_firmware d type:T device:Ti version:T~version
device_hash ld device:Tr partition:Tr inode:Br md5:T~nocase sha1:T~nocase sha256:T~nocase
device_partitions ld device:Tr partition:I label:T type:T offset:B blocks_size:B blocks:B inodes:B flags:I
deviceguard_status|hvci_status w version:T~version instance_identifier:T vbs_status:T code_integrity_policy_enforcement_status:T configured_security_services:T running_security_services:T umci_policy_status:T
disk_encryption ld name:Ti uuid:T~nocase encrypted:I type:T encryption_status:T uid:T@d user_uuid:T~nocase@d filevault_status:T@d
disk_events d+e action:T path:T name:T device|bsd_name:T uuid:T~nocase size:B ejectable:I mountable:I writable:I content:T media_name:T vendor:T filesystem:T checksum:T~nocase time:Ba eid:Th
disk_info w partitions:I disk_index:I type:T id:T pnp_device_id:T disk_size:B manufacturer:T hardware_model:T name:T serial:T description:T
dns_cache w name:T type:T flags:I
dns_lookup_events w+e eid:Ih time:Bah time_windows:Bh datetime:T pid:B path:T username:T name:T type:T type_id:I status:I response:T
dns_resolvers ld id:I type:T address:T netmask:T options:B pid_with_namespace:Iah@l
docker_container_envs ld id:Ti~nocase key:T value:T
docker_container_fs_changes ld id:Tir~nocase path:T change_type:T
docker_container_labels ld id:Ti~nocase key:Ti value:T
docker_container_mounts ld id:Ti~nocase type:T name:Ti source:T destination:T driver:T mode:T rw:I propagation:T
docker_container_networks ld id:Ti~nocase name:Ti network_id:T~nocase endpoint_id:T~nocase gateway:T ip_address:T ip_prefix_len:I ipv6_gateway:T ipv6_address:T ipv6_prefix_len:I mac_address:T~nocase
docker_container_ports ld id:Ta~nocase type:T port:I host_ip:T host_port:I
docker_container_processes ld id:Tir~nocase pid:Bi name:T cmdline:T state:T uid:B gid:B euid:B egid:B suid:B sgid:B wired_size:B resident_size:B total_size:B start_time:B parent:B pgroup:B threads:I nice:I user:T time:T cpu:D mem:D
docker_container_stats ld id:Tir~nocase name:Ti pids:I read:B preread:B interval:B disk_read:B disk_write:B num_procs:I cpu_total_usage:B cpu_kernelmode_usage:B cpu_usermode_usage:B system_cpu_usage:B online_cpus:I pre_cpu_total_usage:B pre_cpu_kernelmode_usage:B pre_cpu_usermode_usage:B pre_system_cpu_usage:B pre_online_cpus:I memory_usage:B memory_cached:B memory_inactive_file:B memory_total_inactive_file:B memory_max_usage:B memory_limit:B network_rx_bytes:B network_tx_bytes:B
docker_containers ld id:Ti~nocase name:Ti image:T image_id:T~nocase command:T created:B state:T status:T pid:B path:T config_entrypoint:T started_at:T finished_at:T privileged:I security_options:T env_variables:T readonly_rootfs:I cgroup_namespace:T@l ipc_namespace:T@l mnt_namespace:T@l net_namespace:T@l pid_namespace:T@l user_namespace:T@l uts_namespace:T@l
docker_image_history ld id:Ti~nocase created:B size:B created_by:T tags:T comment:T
docker_image_labels ld id:Ti~nocase key:T value:T
docker_image_layers ld id:Ti~nocase layer_id:T~nocase layer_order:I
docker_images ld id:T~nocase created:B size_bytes:B tags:T
docker_info ld+c id:T~nocase containers:I containers_running:I containers_paused:I containers_stopped:I images:I storage_driver:T memory_limit:I swap_limit:I kernel_memory:I cpu_cfs_period:I cpu_cfs_quota:I cpu_shares:I cpu_set:I ipv4_forwarding:I bridge_nf_iptables:I bridge_nf_ip6tables:I oom_kill_disable:I logging_driver:T cgroup_driver:T kernel_version:T~version os:T os_type:T architecture:T cpus:I memory:B http_proxy:T https_proxy:T no_proxy:T name:T server_version:T~version root_dir:T
docker_network_labels ld id:Ti~nocase key:T value:T
docker_networks ld id:Ti~nocase name:T driver:T created:B enable_ipv6:I subnet:T gateway:T
docker_version ld+c version:T~version api_version:T~version min_api_version:T~version git_commit:T go_version:T~version os:T arch:T kernel_version:T~version build_time:T
docker_volume_labels ld name:Ti key:Ti value:T
docker_volumes ld name:Ti driver:T mount_point:T type:T
drivers w device_id:T device_name:T image:T description:T service:T service_key:T version:T~version inf:T class:T provider:T manufacturer:T driver_key:T date:B signed:I
ec2_instance_metadata ldw+c instance_id:T instance_type:T architecture:T region:T availability_zone:T local_hostname:T local_ipv4:T mac:T~nocase security_groups:T iam_arn:T ami_id:T reservation_id:T account_id:T ssh_public_key:T
ec2_instance_tags ldw+c instance_id:T key:T value:T
es_process_events d+e version:I seq_num:B global_seq_num:B pid:B pidversion:B path:T parent:B original_parent:B session_id:B responsible_pid:B responsible_pidversion:B parent_pidversion:B cmdline:T cmdline_count:B env:T env_count:B cwd:T uid:B euid:B gid:B egid:B username:T signing_id:T team_id:T cdhash:T~nocase platform_binary:I exit_code:I child_pid:B time:Ba event_type:T eid:Th codesigning_flags:T
es_process_file_events d+e version:I seq_num:B global_seq_num:B pid:B parent:B path:T filename:T dest_filename:T event_type:T time:Ba eid:Th
etc_hosts|hosts ldw+c address:T hostnames:T pid_with_namespace:Iah@l
etc_protocols ldw+c name:T number:I alias:T comment:T
etc_services ldw+c name:T port:I protocol:T aliases:T comment:T
event_taps d enabled:I event_tap_id:I event_tapped:T process_being_tapped:I tapping_process:I
extended_attributes ld path:Tro directory:Tro key:T value:T base64:I
fan_speed_sensors d fan:T name:T actual:I min:I max:I target:I
file ldw+t path:Tiro directory:Tro filename:T inode:B uid:B gid:B mode:T device:B size:B block_size:I atime:B mtime:B ctime:B btime:B hard_links:I symlink:I type:T symlink_target_path:T attributes:T@w volume_serial:T@w file_id:T@w file_version:T~version@w product_version:T~version@w original_filename:T@w shortcut_target_path:T@w shortcut_target_type:T@w shortcut_target_location:T@w shortcut_start_in:T@w shortcut_run:T@w shortcut_comment:T@w bsd_flags:T@d pid_with_namespace:Iah@l mount_namespace_id:Th@l
file_events ld+e target_path:T category:T action:T transaction_id:B inode:B uid:B gid:B mode:T size:B atime:B mtime:B ctime:B md5:T~nocase sha1:T~nocase sha256:T~nocase hashed:I time:Ba eid:Th
firefox_addons ldw+u uid:Bao name:T identifier:Ti creator:T type:T version:T~version description:T source_url:T visible:I active:I disabled:I autoupdate:I location:T path:T
gatekeeper d assessments_enabled:I dev_id_enabled:I version:T~version opaque_version:T~version
gatekeeper_approved_apps d path:T requirement:T ctime:D mtime:D
groups ldw gid:Bi gid_signed:B groupname:T group_sid:Ti@w comment:T@w is_hidden:I@d pid_with_namespace:Iah@l
hardware_events ld+e action:T path:T type:T driver:T vendor:T vendor_id:T~nocase model:T model_id:T~nocase serial:T revision:T time:Ba eid:Th
hash ldw path:Tiro directory:Tro md5:T~nocase sha1:T~nocase sha256:T~nocase pid_with_namespace:Iah@l mount_namespace_id:Th@l
homebrew_packages d+c name:T path:T version:T~version type:T auto_updates:I app_name:T prefix:Taoh
ibridge_info d+c boot_uuid:T~nocase coprocessor_version:T firmware_version:T~version unique_chip_id:T
ie_extensions w name:T registry_path:T version:T~version path:T
intel_me_info lw version:T~version
interface_addresses ldw+c interface:T address:T mask:T broadcast:T point_to_point:T type:T friendly_name:T@w
interface_details ldw+c interface:T mac:T~nocase type:I mtu:I metric:I flags:I ipackets:B opackets:B ibytes:B obytes:B ierrors:B oerrors:B idrops:B odrops:B collisions:B last_change:B link_speed:B@ld pci_slot:T@l friendly_name:T@w description:T@w manufacturer:T@w connection_id:T@w connection_status:T@w enabled:I@w physical_adapter:I@w speed:I@w service:T@w dhcp_enabled:I@w dhcp_lease_expires:T@w dhcp_lease_obtained:T@w dhcp_server:T@w dns_domain:T@w dns_domain_suffix_search_order:T@w dns_host_name:T@w dns_server_search_order:T@w
interface_ipv6 ld interface:T hop_limit:I forwarding_enabled:I redirect_accept:I rtadv_accept:I
iokit_devicetree d+c name:T class:T id:B parent:B device_path:T service:I busy_state:I retain_count:I depth:I
iokit_registry d+c name:T class:T id:B parent:B busy_state:I retain_count:I depth:I
iptables l filter_name:T chain:T policy:T target:T protocol:I src_port:T dst_port:T src_ip:T src_mask:T iniface:T iniface_mask:T dst_ip:T dst_mask:T outiface:T outiface_mask:T match:T packets:I bytes:I
jetbrains_plugins ldw+u product_type:T uid:Bi name:T version:T~version vendor:T path:T
kernel_extensions d idx:I refs:I size:B name:T version:T~version linked_against:T path:T
kernel_info ldw+c version:T~version arguments:T path:T device:T
kernel_keys l serial_number:T flags:T usage:B timeout:T permissions:T uid:B gid:B type:T description:T
kernel_modules l name:T size:B used_by:T status:T address:T
kernel_panics d path:T time:T registers:T frame_backtrace:T module_backtrace:T dependencies:T name:T os_version:T~version kernel_version:T~version system_model:T uptime:B last_loaded:T last_unloaded:T
keychain_acls d+c keychain_path:T authorizations:T path:T description:T label:T
keychain_items d label:T description:T comment:T account:T created:T modified:T type:T pk_hash:T~nocase path:Tao
known_hosts ld+nu uid:Bio key:T key_file:T
kva_speculative_info w kva_shadow_enabled:I kva_shadow_user_global:I kva_shadow_pcid:I kva_shadow_inv_pcid:I bp_mitigations:I bp_system_pol_disabled:I bp_microcode_disabled:I cpu_spec_ctrl_supported:I ibrs_support_enabled:I stibp_support_enabled:I cpu_pred_cmd_supported:I
last ld+c username:T tty:T pid:I type:I type_name:T time:I host:T
launchd d+c path:Ti name:T label:T program:T run_at_load:T keep_alive:T on_demand:T disabled:T username:T groupname:T stdout_path:T stderr_path:T start_interval:T program_arguments:T watch_paths:T queue_directories:T inetd_compatibility:T start_on_mount:T root_directory:T working_directory:T process_type:T
launchd_overrides d+c label:T key:T value:T uid:B path:T
listening_ports ldw+c pid:I port:I protocol:I family:I address:T fd:B socket:B path:T net_namespace:T@l
load_average ld period:T average:T
location_services d enabled:I
logged_in_users ldw+c type:T user:T tty:T host:T time:B pid:I sid:T@w registry_hive:T@w
logical_drives w device_id:T type:T description:T free_space:B size:B file_system:T boot_partition:I
logon_sessions w logon_id:I user:T logon_domain:T authentication_package:T logon_type:T session_id:I logon_sid:T logon_time:B logon_server:T dns_domain_name:T upn:T logon_script:T profile_path:T home_directory:T home_directory_drive:T
lxd_certificates l name:T type:T fingerprint:T~nocase certificate:T
lxd_cluster l server_name:T enabled:I member_config_entity:T member_config_name:T member_config_key:T member_config_value:T member_config_description:T
lxd_cluster_members l server_name:T url:T database:I status:T message:T
lxd_images l id:Ti~nocase architecture:T os:T release:T description:T aliases:T filename:T size:B auto_update:I cached:I public:I created_at:T expires_at:T uploaded_at:T last_used_at:T update_source_server:T update_source_protocol:T update_source_certificate:T update_source_alias:T
lxd_instance_config l name:Tir key:T value:T
lxd_instance_devices l name:Tir device:T device_type:T key:T value:T
lxd_instances l name:Ti status:T stateful:I ephemeral:I created_at:T base_image:T architecture:T os:T description:T pid:I processes:I
lxd_networks l name:T type:T managed:I ipv4_address:T ipv6_address:T used_by:T bytes_received:B bytes_sent:B packets_received:B packets_sent:B hwaddr:T state:T mtu:I
lxd_storage_pools l name:T driver:T source:T size:T space_used:B space_total:B inodes_used:B inodes_total:B
magic ld path:Tir magic_db_files:Ta data:T mime_type:T mime_encoding:T
managed_policies d domain:T~nocase uuid:T~nocase name:T value:T username:T manual:I
md_devices l device_name:T status:T raid_level:I size:B chunk_size:B raid_disks:I nr_raid_disks:I working_disks:I active_disks:I failed_disks:I spare_disks:I superblock_state:T superblock_version:T superblock_update_time:B bitmap_on_mem:T bitmap_chunk_size:T bitmap_external_file:T recovery_progress:T recovery_finish:T recovery_speed:T resync_progress:T resync_finish:T resync_speed:T reshape_progress:T reshape_finish:T reshape_speed:T check_array_progress:T check_array_finish:T check_array_speed:T unused_devices:T other:T
md_drives l md_device_name:T drive_name:T slot:I state:T
md_personalities l name:T
mdfind d path:T query:Tro
mdls d path:Tro key:T value:T valuetype:Th
memory_array_mapped_addresses ld handle:T memory_array_handle:T starting_address:T ending_address:T partition_width:I
memory_arrays ld handle:T location:T use:T memory_error_correction:T max_capacity:I memory_error_info_handle:T number_memory_devices:I
memory_device_mapped_addresses ld handle:T memory_device_handle:T memory_array_mapped_address_handle:T starting_address:T ending_address:T partition_row_position:I interleave_position:I interleave_data_depth:I
memory_devices ldw handle:T array_handle:T form_factor:T total_width:I data_width:I size:I set:I device_locator:T bank_locator:T memory_type:T memory_type_details:T max_speed:I configured_clock_speed:I manufacturer:T serial_number:T asset_tag:T part_number:T min_voltage:I max_voltage:I configured_voltage:I
memory_error_info ld handle:T error_type:T error_granularity:T error_operation:T vendor_syndrome:T memory_array_error_address:T device_error_address:T error_resolution:T
memory_info l memory_total:B memory_free:B memory_available:B buffers:B cached:B swap_cached:B active:B inactive:B swap_total:B swap_free:B
memory_map l name:T start:T end:T
mounts ld device:T device_alias:T path:T type:T blocks_size:B blocks:B blocks_free:B blocks_available:B inodes:B inodes_free:B flags:T
msr l processor_number:B turbo_disabled:B turbo_ratio_limit:B platform_info:B perf_ctl:B perf_status:B feature_control:B rapl_power_limit:B rapl_energy_status:B rapl_power_units:B
nfs_shares d share:T options:T readonly:I
npm_packages ldw name:T version:T~version description:T author:T license:T homepage:T path:T directory:Tio depth:I max_depth:Iah pid_with_namespace:Iah@l mount_namespace_id:Th@l
ntdomains w name:T client_site_name:T dc_site_name:T dns_forest_name:T domain_controller_address:T domain_controller_name:T domain_name:T status:T
ntfs_acl_permissions w path:Tiro type:T principal:T access:T inherited_from:T
ntfs_journal_events w+e action:T category:T old_path:T path:T record_timestamp:T record_usn:T node_ref_number:T parent_ref_number:T drive_letter:T file_attributes:T partial:B time:Ba eid:Th
nvram d name:Tiao type:T value:T
oem_strings ld handle:T number:I value:T
office_mru w application:T version:T~version path:T last_opened_time:B sid:T
os_version ldw name:T version:T~version major:I minor:I patch:I build:T platform:T platform_like:T codename:T arch:T extra:T@d install_date:B@w revision:I@w pid_with_namespace:Iah@l mount_namespace_id:Th@l
osquery_events ldw+t name:T publisher:T type:T subscriptions:I events:I refreshes:I active:I
osquery_extensions ldw+t uuid:B name:T version:T~version sdk_version:T~version path:T type:T
osquery_flags ldw+t name:T type:T description:T default_value:T value:T shell_only:I
osquery_info ldw+t pid:I uuid:T~nocase instance_id:T version:T~version config_hash:T~nocase config_valid:I extensions:T build_platform:T build_distro:T start_time:I watcher:I platform_mask:I
osquery_packs ldw+t name:T platform:T version:T~version shard:I discovery_cache_hits:I discovery_executions:I active:I
osquery_registry ldw+t registry:T name:T owner_uuid:I internal:I active:I
osquery_schedule ldw+t name:T query:T interval:I executions:B last_executed:B denylisted|blacklisted:I output_size:B wall_time:B wall_time_ms:B last_wall_time_ms:B user_time:B last_user_time:B system_time:B last_system_time:B average_memory:B last_memory:B
package_bom d filepath:T uid:I gid:I mode:I size:B modified_time:I path:Tro
package_install_history d package_id:T time:I name:T version:T~version source:T content_type:T
package_receipts|packages d package_id:T package_filename:Tih version:T~version location:T install_time:D installer_name:T path:Ta
password_policy d uid:Bio policy_identifier:T policy_content:T policy_description:T policy_category:T policy_parameters:T
patches w csname:T hotfix_id:T caption:T description:T fix_comments:T installed_by:T install_date:T installed_on:T
pci_devices ld pci_slot:T pci_class:T driver:T vendor:T vendor_id:T~nocase model:T model_id:T~nocase pci_class_id:T~nocase@l pci_subclass_id:T~nocase@l pci_subclass:T@l subsystem_vendor_id:T~nocase@l subsystem_vendor:T@l subsystem_model_id:T~nocase@l subsystem_model:T@l
physical_disk_performance w name:T avg_disk_bytes_per_read:B avg_disk_bytes_per_write:B avg_disk_read_queue_length:B avg_disk_write_queue_length:B avg_disk_sec_per_read:I avg_disk_sec_per_write:I current_disk_queue_length:I percent_disk_read_time:B percent_disk_write_time:B percent_disk_time:B percent_idle_time:B
pipes w pid:Bi name:T instances:I max_instances:I flags:T
platform_info ldw vendor:T version:T~version date:T revision:T extra:T firmware_type:T address:T@ld size:T@ld volume_size:I@ld
plist d key:T subkey:T value:T path:Tro
portage_keywords l package:T version:T~version keyword:T mask:I unmask:I
portage_packages l package:T version:T~version slot:T build_time:B repository:T eapi:B size:B world:I
portage_use l package:T version:T~version use:T
power_sensors d key:Tio category:T name:T value:T
powershell_events w+e time:Ba datetime:T script_block_id:T script_block_count:I script_text:T script_name:T script_path:T cosine_similarity:D
preferences d+u domain:Tio key:Ti subkey:T value:T forced:I username:Ta host:T
prefetch w path:Tao filename:T hash:T~nocase last_run_time:I other_run_times:T run_count:I size:I volume_serial:T volume_creation:T accessed_files_count:I accessed_directories_count:I accessed_files:T accessed_directories:T executable_path:T
process_envs ld pid:Iio key:T value:T
process_etw_events w+e type:T pid:B ppid:B session_id:I flags:I exit_code:I path:T cmdline:T username:T token_elevation_type:T token_elevation_status:I mandatory_label:T datetime:T time_windows:Bh time:Bah eid:Ih header_pid:Bh process_sequence_number:Bh parent_process_sequence_number:Bh
process_events ld+e pid:B path:T mode:T cmdline:T cmdline_size:Bh env|environment:Th env_count|environment_count:Bh env_size|environment_size:Bh cwd:T auid:B uid:B euid:B gid:B egid:B owner_uid:B owner_gid:B atime|access_time:B mtime|modify_time:B ctime|change_time:B btime|create_time:B overflows:Th parent:B time:Ba uptime:B eid:Th status:B@d fsuid:B@l suid:B@l fsgid:B@l sgid:B@l syscall:T@l
process_file_events l+e operation:T pid:B ppid:B time:Ba executable:T partial:T cwd:T path:T dest_path:T uid:T gid:T auid:T euid:T egid:T fsuid:T fsgid:T suid:T sgid:T uptime:B eid:Th
process_memory_map ldw pid:Iio start:T end:T permissions:T offset:B device:T inode:I path:T pseudo:I
process_namespaces l pid:Iio cgroup_namespace:T ipc_namespace:T mnt_namespace:T net_namespace:T pid_namespace:T user_namespace:T uts_namespace:T
process_open_files ld pid:Bi fd:B path:T
process_open_handles w+c pid:Biro value:B type:T access:T name:T attributes:T count:B raw_pointer_count:B error_stage:T error_code:B
process_open_pipes l pid:B fd:B mode:T inode:B type:T partner_pid:B partner_fd:B partner_mode:T
process_open_sockets ldw pid:Ia fd:B socket:B family:I protocol:I local_address:T remote_address:T local_port:I remote_port:I path:T state:T net_namespace:T@l
processes ldw+cs pid:Bio name:T path:T cmdline:T state:T cwd:T root:T uid:B gid:B euid:B egid:B suid:B sgid:B on_disk:I wired_size:B resident_size:B total_size:B user_time:B system_time:B disk_bytes_read:B disk_bytes_written:B start_time:B parent:B pgroup:B threads:I nice:I elevated_token:I@w secure_process:I@w protection_type:T@w virtual_process:I@w elapsed_time:B@w handle_count:B@w percent_processor_time:B@w upid:B@d uppid:B@d cpu_type:I@d cpu_subtype:I@d translated:I@d cgroup_path:T@l
programs|programs_and_features w name:T version:T~version install_location:T install_source:T language:T publisher:T uninstall_string:T install_date:T identifying_number:T package_family_name:T upgrade_code:T
prometheus_metrics ld target_name:T metric_name:T metric_value:D timestamp_ms:B
python_packages ldw+u name:T uid:Bi version:T~version summary:T author:T license:T path:T directory:Tio pid_with_namespace:Iah@l
quicklook_cache d+c path:T rowid:I fs_id:T volume_id:I inode:I mtime:I size:B label:T last_hit_date:I hit_count:T icon_mode:B cache_path:T
recent_files w+u uid:Bio filename:T path:T type:T mtime:B shortcut_path:T
registry w key:Tao~nocase path:Tio name:T type:T data:T mtime:B
routes ldw+c destination:T netmask:I gateway:T source:T flags:I interface:T mtu:I metric:I type:Ta hopcount:I@ld
rpm_package_files l package:Tio path:Ti username:T groupname:T mode:T size:B sha256:T~nocase
rpm_packages l+c name:Tio version:Ti~version_rhel release:Ti source:T size:B sha1:T~nocase arch:Ti epoch:Ii install_time:I vendor:T package_group:T pid_with_namespace:Iah@l mount_namespace_id:Th@l
running_apps d pid:Ii bundle_identifier:T is_active:Ih
safari_extensions d+u uid:Bio name:T identifier:T version:T~version sdk:T~version description:T path:T bundle_version:T copyright:T
sandboxes d+c label:T user:T enabled:I build_id:T bundle_path:T path:T
scheduled_tasks w name:T action:T path:T enabled:I state:T hidden:I last_run_time:B next_run_time:B last_run_message:T last_run_code:T
screenlock d enabled:I grace_period:I
seccomp_events l+e time:Ba uptime:B auid:U uid:U gid:U ses:U pid:U comm:T exe:T sig:B arch:T syscall:T compat:B ip:T code:T
secureboot ldw secure_boot:I secure_mode:I@d description:T@d kernel_extensions:I@d mdm_operations:I@d setup_mode:I@lw
secureboot_certificates l common_name:T subject:T issuer:T not_valid_before:T not_valid_after:T sha1:T~nocase serial:T~nocase revoked:I path:T is_ca:I self_signed:I key_usage:T authority_key_id:T~nocase subject_key_id:T~nocase signing_algorithm:T key_algorithm:T key_strength:T
security_profile_info w minimum_password_age:I maximum_password_age:I minimum_password_length:I password_complexity:I password_history_size:I lockout_bad_count:I logon_to_change_password:I force_logoff_when_expire:I new_administrator_name:T new_guest_name:T clear_text_password:I lsa_anonymous_name_lookup:I enable_admin_account:I enable_guest_account:I audit_system_events:I audit_logon_events:I audit_object_access:I audit_privilege_use:I audit_policy_change:I audit_account_manage:I audit_process_tracking:I audit_ds_access:I audit_account_logon:I
selinux_events l+e type:T message:T time:Ba uptime:B eid:Th
selinux_settings l scope:T key:T value:T
services w name:T~nocase service_type:T display_name:T status:T pid:I start_type:T win32_exit_code:I service_exit_code:I path:T module_path:T description:T user_account:T
shadow l password_status:T hash_alg:T last_change:B min:B max:B warning:B inactive:B expire:B flag:B username:Tio
shared_folders d name:T path:T
shared_memory l shmid:I owner_uid:B creator_uid:B pid:B creator_pid:B atime:B dtime:B ctime:B permissions:T size:B attached:I status:T locked:I
shared_resources w description:T install_date:T status:T allow_maximum:I maximum_allowed:B name:T path:T type:B type_name:T
sharing_preferences|alf_services d screen_sharing:I file_sharing:I printer_sharing:I remote_login:I remote_management:I remote_apple_events:I internet_sharing:I bluetooth_sharing:I disc_sharing:I content_caching:I
shell_history ld+nu uid:Bao time:I command:T history_file:T
shellbags w sid:T source:T path:T modified_time:B created_time:B accessed_time:B mft_entry:B mft_sequence:I
shimcache w entry:I path:T modified_time:I execution_flag:I
signature d path:Tiro hash_resources:Ia hash_executable:Ia arch:T signed:I identifier:T cdhash:T~nocase team_identifier:T authority:T entitlements:T
sip_config d config_flag:T enabled:I enabled_nvram:I
smbios_tables ld number:I type:I description:T handle:I header_size:I size:I md5:T~nocase
smc_keys d key:Tiao type:T size:I value:T hidden:I
socket_events ld+e action:T pid:B path:T fd:T auid:B family:I protocol:Ih local_address:T remote_address:T local_port:I remote_port:I socket:Th time:Ba uptime:B eid:Th success:Ih status:T@l
ssh_configs ldw+nu uid:Bao block:T option:T ssh_config_file:T
startup_items ldw+c name:T path:T args:T type:T source:T status:T username:T
sudoers ld source:T header:T rule_details:T
suid_bin ld+c path:T username:T groupname:T permissions:T pid_with_namespace:Iah@l
syslog_events|syslog l+e time:Ba datetime:T host:T severity:I facility:T tag:T message:T eid:Th
system_controls ld name:Ti oid:Ta subsystem:Ta current_value:T config_value:T type:T field_name:T@d
system_extensions d path:T UUID:T~nocase state:T identifier:T~nocase version:T~version category:T bundle_path:T team:T mdm_managed:I
system_info ldw hostname:T uuid:T~nocase cpu_type:T cpu_subtype:T cpu_brand:T cpu_physical_cores:I cpu_logical_cores:I cpu_sockets:I cpu_microcode:T physical_memory:B hardware_vendor:T hardware_model:T hardware_version:T hardware_serial:T board_vendor:T board_model:T board_version:T board_serial:T computer_name:T local_hostname:T emulated_cpu_type:T@w
system_profiler d data_type:Tir value:T
systemd_units l+s id:T description:T load_state:T active_state:T sub_state:T unit_file_state:T following:T object_path:T job_id:B job_type:T job_path:T fragment_path:T user:T source_path:T
temperature_sensors d key:Tio name:T celsius:D fahrenheit:D
time ldw+t weekday:T year:I month:I day:I hour:I minutes:I seconds:I timezone:T local_timezone:T unix_time:I timestamp:T datetime|date_time:T iso_8601:T win_timestamp:B@w
time_machine_backups d destination_id:T backup_date:I
time_machine_destinations d alias:T destination_id:T consistency_scan_date:I root_volume_uuid:T~nocase bytes_available:I bytes_used:I encryption:T
tpm_info w activated:I enabled:I owned:I manufacturer_version:T~version manufacturer_id:I manufacturer_name:T product_name:T physical_presence_version:T~version spec_version:T~version
ulimit_info ld type:T soft_limit:T hard_limit:T
unified_log d timestamp:Ba timestamp_double:T storage:Ia message:Ta activity:Ba process:Ta pid:Ba sender:Ta tid:Ba category:Ta subsystem:Ta level:Ta max_rows:Iah predicate:Tah
uptime ldw days:I hours:I minutes:I seconds:I total_seconds:B
usb_devices ld usb_address:I usb_port:I vendor:T vendor_id:T~nocase version:T~version model:T model_id:T~nocase serial:T class:T subclass:T protocol:T removable:I
user_events ld+e uid:B auid:B pid:B message:T type:I path:T address:T terminal:T time:Ba uptime:B eid:Th
user_groups ldw uid:Bio gid:Bi
user_interaction_events d+e time:Ba
user_ssh_keys ldw+nu uid:Bao path:Ti encrypted:I key_type:T key_group_name:T key_length:I key_security_bits:I pid_with_namespace:Iah@l
userassist w path:T last_execution_time:B count:I sid:T
users ldw uid:Bi gid:B uid_signed:B gid_signed:B username:Ta description:T directory:T shell:T uuid:Ti~nocase type:T@w is_hidden:I@d pid_with_namespace:Iah@l include_remote:Iah@l
video_info w color_depth:I driver:T driver_date:B driver_version:T~version manufacturer:T model:T series:T video_mode:T
virtual_memory_info d free:B active:B inactive:B speculative:B throttled:B wired:B purgeable:B faults:B copy:B zero_fill:B reactivated:B purged:B file_backed:B anonymous:B uncompressed:B compressor:B decompressed:B compressed:B page_ins:B page_outs:B swap_ins:B swap_outs:B
vscode_extensions ldw+u name:T uuid:T~nocase version:T~version path:T publisher:T publisher_id:T installed_at:B prerelease:I uid:Bao vscode_edition:T
wifi_networks d+c ssid:T network_name:T security_type:T last_connected:Ih last_connected_automatic:I last_connected_manual:I passpoint:Ih possibly_hidden:I roaming:Ih roaming_profile:T auto_login:Ih temporarily_disabled:I disabled:Ih add_reason:T added_at:I captive_portal:I captive_login_date:I was_captive_network:I auto_join:I personal_hotspot:I
wifi_status d+c interface:T ssid:T bssid:T network_name:T country_code:T security_type:T rssi:I noise:I channel:I channel_width:I channel_band:I transmit_rate:T mode:T
wifi_survey d interface:T ssid:T bssid:T network_name:T country_code:T rssi:I noise:I channel:I channel_width:I channel_band:I
winbaseobj w session_id:I object_name:T object_type:T
windows_crashes w datetime:T module:T path:T pid:B tid:B version:T~version process_uptime:B stack_trace:T exception_code:T exception_message:T exception_address:T registers:T command_line:T current_directory:T username:T machine_name:T major_version:I minor_version:I build_number:I type:T crash_path:T
windows_eventlog w channel:Tr datetime:T task:I level:I provider_name:T provider_guid:T~nocase computer_name:T eventid:Ia keywords:T data:T pid:Ia tid:I time_range:Tah timestamp:Tah xpath:Trh
windows_events w+e time:Ba datetime:T source:T provider_name:T provider_guid:T~nocase computer_name:T eventid:I task:I level:I keywords:T data:T eid:Th
windows_firewall_rules w name:T app_name:T action:T enabled:I grouping:T direction:T protocol:T local_addresses:T remote_addresses:T local_ports:T remote_ports:T icmp_types_codes:T profile_domain:I profile_private:I profile_public:I service_name:T
windows_optional_features w name:T caption:T state:I statename:T
windows_search w name:T path:T size:B date_created:I date_modified:I owner:T type:T properties:T query:Tah sort:Tah max_results:Iah additional_properties:Tah
windows_security_center w firewall:T autoupdate:T antivirus:T antispyware:Th internet_settings:T windows_security_center_service:T user_account_control:T
windows_security_products w type:T~nocase name:T state:T~nocase state_timestamp:T remediation_path:T signatures_up_to_date:I
windows_update_history w client_app_id:T date:B description:T hresult:B operation:T result_code:T server_selection:T service_id:T support_url:T title:T update_id:T update_revision:B
wmi_bios_info w name:T value:T
wmi_cli_event_consumers w namespace:T name:T command_line_template:T executable_path:T class:T relative_path:T
wmi_event_filters w namespace:T name:T query:T query_language:T class:T relative_path:T
wmi_filter_consumer_binding w namespace:T consumer:T filter:T class:T relative_path:T
wmi_script_event_consumers w namespace:T name:T scripting_engine:T script_file_name:T script_text:T class:T relative_path:T
xprotect_entries d+c name:T launch_type:T identity:T filename:T filetype:T optional:I uses_pattern:I
xprotect_meta d+c identifier:T type:T developer_id:T min_version:T~version
xprotect_reports d name:T user_action:T time:T
yara_events ldw+e target_path:T category:T action:T matches:T count:I strings:T tags:T time:B eid:Th transaction_id:B@d
yara_file|yara ldw path:Tir matches:T count:I sig_group:Ta sigfile:Ta sigrule:Tah strings:T tags:T sigurl:Tah pid_with_namespace:Iah@l
yara_process ldw pid:Iir matches:T count:I sig_group:Ta sigfile:Ta sigrule:Tah strings:T tags:T sigurl:Tah pid_with_namespace:Iah@l
ycloud_instance_metadata ldw+c instance_id:Ti folder_id:T cloud_id:T name:T description:T hostname:T zone:T ssh_public_key:T serial_port_enabled:T metadata_endpoint:Ti
yum_sources l name:T source:T baseurl:T mirrorlist:T metalink:T enabled:T gpgcheck:T gpgkey:T pid_with_namespace:Iah@l
`;
