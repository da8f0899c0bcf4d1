/** Interfaces that are known by name, with the names of their operations: in order from 0, as a list separated by blanks; `-` for one without. */
export const KNOWN_INTERFACES: readonly {
  readonly name: string;
  readonly title: string;
  readonly uuid: string;
  readonly version: readonly [number, number];
  readonly pipes: readonly string[];
  readonly spec: string;
  readonly operations: string;
}[] = [
  {
    name: 'drsuapi', title: 'Directory Replication Service', uuid: 'e3514235-4b06-11d1-ab04-00c04fc2dcd2', version: [4, 0], pipes: [], spec: 'MS-DRSR 4.1',
    operations:
      'DsBind DsUnbind DsReplicaSync DsGetNCChanges DsReplicaUpdateRefs DRSUAPI_REPLICA_ADD DRSUAPI_REPLICA_DEL DRSUAPI_REPLICA_MODIFY ' +
      'DRSUAPI_VERIFY_NAMES DRSUAPI_GET_MEMBERSHIPS DRSUAPI_INTER_DOMAIN_MOVE DRSUAPI_GET_NT4_CHANGELOG DsCrackNames DsWriteAccountSpn ' +
      'DRSUAPI_REMOVE_DS_SERVER DRSUAPI_REMOVE_DS_DOMAIN DsGetDomainControllerInfo DsAddEntry DRSUAPI_EXECUTE_KCC DsReplicaGetInfo ' +
      'DRSUAPI_ADD_SID_HISTORY DRSUAPI_GET_MEMBERSHIPS2 DRSUAPI_REPLICA_VERIFY_OBJECTS DRSUAPI_GET_OBJECT_EXISTENCE ' +
      'DRSUAPI_QUERY_SITES_BY_COST',
  },
  {
    name: 'atsvc', title: 'Task Scheduler, AT service', uuid: '1ff70682-0a51-30e8-076d-740be8cee98b', version: [1, 0], pipes: ['atsvc'], spec: 'MS-TSCH 3.2.5.2',
    operations: 'NetrJobAdd NetrJobDel NetrJobEnum NetrJobGetInfo',
  },
  {
    name: 'sasec', title: 'Task Scheduler, SASec', uuid: '378e52b0-c0a9-11cf-822d-00aa0051e40f', version: [1, 0], pipes: ['atsvc'], spec: 'MS-TSCH 3.2.5.3',
    operations: 'SASetAccountInformation SASetNSAccountInformation SAGetNSAccountInformation SAGetAccountInformation',
  },
  {
    name: 'taskschedulerservice', title: 'Task Scheduler', uuid: '86d35949-83c9-4044-b424-db363231fd0c', version: [1, 0], pipes: ['atsvc'], spec: 'MS-TSCH 3.2.5.4',
    operations:
      'SchRpcHighestVersion SchRpcRegisterTask SchRpcRetrieveTask SchRpcCreateFolder SchRpcSetSecurity SchRpcGetSecurity ' +
      'SchRpcEnumFolders SchRpcEnumTasks SchRpcEnumInstances SchRpcGetInstanceInfo SchRpcStopInstance SchRpcStop SchRpcRun SchRpcDelete ' +
      'SchRpcRename SchRpcScheduledRuntimes SchRpcGetLastRunInfo SchRpcGetTaskInfo SchRpcGetNumberOfMissedRuns SchRpcEnableTask',
  },
  {
    name: 'spoolss', title: 'Print System', uuid: '12345678-1234-abcd-ef00-0123456789ab', version: [1, 0], pipes: ['spoolss'], spec: 'MS-RPRN 3.1.4',
    operations:
      'EnumPrinters OpenPrinter SetJob GetJob EnumJobs AddPrinter DeletePrinter SetPrinter GetPrinter AddPrinterDriver ' +
      'EnumPrinterDrivers GetPrinterDriver GetPrinterDriverDirectory DeletePrinterDriver AddPrintProcessor EnumPrintProcessor ' +
      'GetPrintProcessorDirectory StartDocPrinter StartPagePrinter WritePrinter EndPagePrinter AbortPrinter ReadPrinter EndDocPrinter ' +
      'AddJob ScheduleJob GetPrinterData SetPrinterData WaitForPrinterChange ClosePrinter AddForm DeleteForm GetForm SetForm EnumForms ' +
      'EnumPorts EnumMonitors AddPort ConfigurePort DeletePort CreatePrinterIC PlayDiscriptOnPrinterIC DeletePrinterIC ' +
      'AddPrinterConnection DeletePrinterConnection PrinterMessageBox AddMonitor DeleteMonitor DeletePrintProcessor AddPrintProvider ' +
      'DeletePrintProvider EnumPrintProcDataTypes ResetPrinter GetPrinterDriver2 FindFirstPrinterChangeNotification ' +
      'FindNextPrinterChangeNotification FCPN RouterFindFirstPrinterNotificationOld ReplyOpenPrinter RouterReplyPrinter ' +
      'ReplyClosePrinter AddPortEx RemoteFindFirstPrinterChangeNotification SpoolerInit ResetPrinterEx RFFPCNEX RRPCN RFNPCNEX - ' +
      'OpenPrinterEx AddPrinterEx - EnumPrinterData DeletePrinterData - - - SetPrinterDataEx GetPrinterDataEx EnumPrinterDataEx ' +
      'EnumPrinterKey DeletePrinterDataEx - - DeletePrinterDriverEx - - - - AddPrinterDriverEx - - - - - - - - - - - - ' +
      'GetCorePrinterDrivers - GetPrinterDriverPackagePath',
  },
  {
    name: 'iremotewinspool', title: 'Print System, asynchronous', uuid: '76f03f96-cdfd-44fc-a22c-64950a001209', version: [1, 0], pipes: [], spec: 'MS-PAR 3.1.4',
    operations:
      'winspool_AsyncOpenPrinter winspool_AsyncAddPrinter winspool_AsyncSetJob winspool_AsyncGetJob winspool_AsyncEnumJobs ' +
      'winspool_AsyncAddJob winspool_AsyncScheduleJob winspool_AsyncDeletePrinter winspool_AsyncSetPrinter winspool_AsyncGetPrinter ' +
      'winspool_AsyncStartDocPrinter winspool_AsyncStartPagePrinter winspool_AsyncWritePrinter winspool_AsyncEndPagePrinter ' +
      'winspool_AsyncEndDocPrinter winspool_AsyncAbortPrinter winspool_AsyncGetPrinterData winspool_AsyncGetPrinterDataEx ' +
      'winspool_AsyncSetPrinterData winspool_AsyncSetPrinterDataEx winspool_AsyncClosePrinter winspool_AsyncAddForm ' +
      'winspool_AsyncDeleteForm winspool_AsyncGetForm winspool_AsyncSetForm winspool_AsyncEnumForms winspool_AsyncGetPrinterDriver ' +
      'winspool_AsyncEnumPrinterData winspool_AsyncEnumPrinterDataEx winspool_AsyncEnumPrinterKey winspool_AsyncDeletePrinterData ' +
      'winspool_AsyncDeletePrinterDataEx winspool_AsyncDeletePrinterKey winspool_AsyncXcvData winspool_AsyncSendRecvBidiData ' +
      'winspool_AsyncCreatePrinterIC winspool_AsyncPlayGdiScriptOnPrinterIC winspool_AsyncDeletePrinterIC winspool_AsyncEnumPrinters ' +
      'winspool_AsyncAddPrinterDriver winspool_AsyncEnumPrinterDrivers winspool_AsyncGetPrinterDriverDirectory ' +
      'winspool_AsyncDeletePrinterDriver winspool_AsyncDeletePrinterDriverEx winspool_AsyncAddPrintProcessor ' +
      'winspool_AsyncEnumPrintProcessors winspool_AsyncGetPrintProcessorDirectory winspool_AsyncEnumPorts winspool_AsyncEnumMonitors ' +
      'winspool_AsyncAddPort winspool_AsyncSetPort winspool_AsyncAddMonitor winspool_AsyncDeleteMonitor ' +
      'winspool_AsyncDeletePrintProcessor winspool_AsyncEnumPrintProcessorDatatypes winspool_AsyncAddPerMachineConnection ' +
      'winspool_AsyncDeletePerMachineConnection winspool_AsyncEnumPerMachineConnections winspool_SyncRegisterForRemoteNotifications ' +
      'winspool_SyncUnRegisterForRemoteNotifications winspool_SyncRefreshRemoteNotifications winspool_AsyncGetRemoteNotifications ' +
      'winspool_AsyncInstallPrinterDriverFromPackage winspool_AsyncUploadPrinterDriverPackage winspool_AsyncGetCorePrinterDrivers ' +
      'winspool_AsyncCorePrinterDriverInstalled winspool_AsyncGetPrinterDriverPackagePath winspool_AsyncDeletePrinterDriverPackage ' +
      'winspool_AsyncReadPrinter winspool_AsyncResetPrinter winspool_AsyncGetJobNamedPropertyValue winspool_AsyncSetJobNamedProperty ' +
      'winspool_AsyncDeleteJobNamedProperty winspool_AsyncEnumJobNamedProperties winspool_AsyncLogJobInfoForBranchOffice',
  },
  {
    name: 'eventlog', title: 'EventLog', uuid: '82273fdc-e32a-18c3-3f78-827929dc23ea', version: [0, 0], pipes: ['eventlog'], spec: 'MS-EVEN 3.1.4',
    operations:
      'ClearEventLogW BackupEventLogW CloseEventLog DeregisterEventSource GetNumRecords GetOldestRecord ChangeNotify OpenEventLogW ' +
      'RegisterEventSourceW OpenBackupEventLogW ReadEventLogW ReportEventW ClearEventLogA BackupEventLogA OpenEventLogA ' +
      'RegisterEventSourceA OpenBackupEventLogA ReadEventLogA ReportEventA RegisterClusterSvc DeregisterClusterSvc WriteClusterEvents ' +
      'GetLogIntormation FlushEventLog',
  },
  {
    name: 'ieventservice', title: 'EventLog 6.0', uuid: 'f6beaff7-1e19-4fbb-9f8f-b89e2018337c', version: [1, 0], pipes: [], spec: 'MS-EVEN6 3.1.4',
    operations:
      'EvtRpcRegisterRemoteSubscription EvtRpcRemoteSubscriptionNextAsync EvtRpcRemoteSubscriptionNext EvtRpcRemoteSubscriptionWaitAsync ' +
      'EvtRpcRegisterControllableOperation EvtRpcRegisterLogQuery EvtRpcClearLog EvtRpcExportLog EvtRpcLocalizeExportLog ' +
      'EvtRpcMessageRender EvtRpcMessageRenderDefault EvtRpcQueryNext EvtRpcQuerySeek EvtRpcClose EvtRpcCancel EvtRpcAssertConfig ' +
      'EvtRpcRetractConfig EvtRpcOpenLogHandle EvtRpcGetLogFileInfo EvtRpcGetChannelList EvtRpcGetChannelConfig EvtRpcPutChannelConfig ' +
      'EvtRpcGetPublisherList EvtRpcGetPublisherListForChannel EvtRpcGetPublisherMetadata EvtRpcGetPublisherResourceMetadata ' +
      'EvtRpcGetEventMetadataEnum EvtRpcGetNextEventMetadata EvtRpcGetClassicLogDisplayName',
  },
  {
    name: 'netdfs', title: 'Distributed File System, namespace management', uuid: '4fc742e0-4a10-11cf-8273-00aa004ae673', version: [3, 0], pipes: ['netdfs'], spec: 'MS-DFSNM 3.1.4',
    operations:
      'dfs_GetManagerVersion dfs_Add dfs_Remove dfs_SetInfo dfs_GetInfo dfs_Enum dfs_Rename dfs_Move dfs_ManagerGetConfigInfo ' +
      'dfs_ManagerSendSiteInfo dfs_AddFtRoot dfs_RemoveFtRoot dfs_AddStdRoot dfs_RemoveStdRoot dfs_ManagerInitialize ' +
      'dfs_AddStdRootForced dfs_GetDcAddress dfs_SetDcAddress dfs_FlushFtTable dfs_Add2 dfs_Remove2 dfs_EnumEx dfs_SetInfo2',
  },
  {
    name: 'initshutdown', title: 'Init Shutdown', uuid: '894de0c0-0d55-11d3-a322-00c04fa321a1', version: [1, 0], pipes: ['initshutdown'], spec: 'MS-RSP 3.2.4',
    operations: 'BaseInitiateShutdown BaseAbortShutdown BaseInitiateShutdownEx',
  },
  {
    name: 'windowsshutdown', title: 'Windows Shutdown', uuid: 'd95afe70-a6d5-4259-822e-2c84da1ddb0d', version: [1, 0], pipes: [], spec: 'MS-RSP 3.3.4',
    operations: 'WsdrInitiateShutdown WsdrAbortShutdown',
  },
  {
    name: 'efs', title: 'Encrypting File System', uuid: 'df1941c5-fe89-4e79-bf10-467657acf44d', version: [1, 0], pipes: ['efsrpc'], spec: 'MS-EFSR 3.1.4.2',
    operations:
      'EfsRpcOpenFileRaw EfsRpcReadFileRaw EfsRpcWriteFileRaw EfsRpcCloseRaw EfsRpcEncryptFileSrv EfsRpcDecryptFileSrv ' +
      'EfsRpcQueryUsersOnFile EfsRpcQueryRecoveryAgents EfsRpcRemoveUsersFromFile EfsRpcAddUsersToFile Opnum10NotUsedOnWire ' +
      'EfsRpcNotSupported EfsRpcFileKeyInfo EfsRpcDuplicateEncryptionInfoFile Opnum14NotUsedOnWire EfsRpcAddUsersToFileEx ' +
      'EfsRpcFileKeyInfoEx Opnum17NotUsedOnWire EfsRpcGetEncryptedFileMetadata EfsRpcSetEncryptedFileMetadata EfsRpcFlushEfsCache ' +
      'EfsRpcEncryptFileExSrv EfsRpcQueryProtectors',
  },
  {
    name: 'efs', title: 'Encrypting File System', uuid: 'c681d488-d850-11d0-8c52-00c04fd90f7e', version: [1, 0], pipes: ['lsarpc', 'lsass', 'samr', 'netlogon'], spec: 'MS-EFSR 3.1.4.2',
    operations:
      'EfsRpcOpenFileRaw EfsRpcReadFileRaw EfsRpcWriteFileRaw EfsRpcCloseRaw EfsRpcEncryptFileSrv EfsRpcDecryptFileSrv ' +
      'EfsRpcQueryUsersOnFile EfsRpcQueryRecoveryAgents EfsRpcRemoveUsersFromFile EfsRpcAddUsersToFile Opnum10NotUsedOnWire ' +
      'EfsRpcNotSupported EfsRpcFileKeyInfo EfsRpcDuplicateEncryptionInfoFile Opnum14NotUsedOnWire EfsRpcAddUsersToFileEx ' +
      'EfsRpcFileKeyInfoEx Opnum17NotUsedOnWire EfsRpcGetEncryptedFileMetadata EfsRpcSetEncryptedFileMetadata EfsRpcFlushEfsCache ' +
      'EfsRpcEncryptFileExSrv EfsRpcQueryProtectors',
  },
  {
    name: 'frsrpc', title: 'File Replication Service', uuid: 'f5cc59b4-4264-101a-8c59-08002b2f8426', version: [1, 1], pipes: [], spec: 'MS-FRS1 3.3.4',
    operations:
      'FrsSendCommPkt FrsVerifyPromotionParent FrsStartPromotionParent FrsNOP FRSRPC_BACKUP_COMPLETE FRSRPC_BACKUP_COMPLETE_5 ' +
      'FRSRPC_BACKUP_COMPLETE_6 FRSRPC_BACKUP_COMPLETE_7 FRSRPC_BACKUP_COMPLETE_8 FRSRPC_BACKUP_COMPLETE_9 ' +
      'FRSRPC_VERIFY_PROMOTION_PARENT_EX',
  },
  {
    name: 'frstrans', title: 'Distributed File System Replication', uuid: '897e2e5f-93f3-4376-9c9c-fd2277495c27', version: [1, 0], pipes: [], spec: 'MS-FRS2 3.2.4',
    operations:
      'CheckConnectivity EstablishConnection EstablishSession RequestUpdates RequestVersionVector AsyncPoll FRSTRANS_REQUEST_RECORDS ' +
      'FRSTRANS_UPDATE_CANCEL FRSTRANS_RAW_GET_FILE_DATA FRSTRANS_RDC_GET_SIGNATURES FRSTRANS_RDC_PUSH_SOURCE_NEEDS ' +
      'FRSTRANS_RDC_GET_FILE_DATA FRSTRANS_RDC_CLOSE InitializeFileTransferAsync FRSTRANS_OPNUM_0E_NOT_USED_ON_THE_WIRE ' +
      'FRSTRANS_RAW_GET_FILE_DATA_ASYNC FRSTRANS_RDC_GET_FILE_DATA_ASYNC',
  },
  {
    name: 'trkwks', title: 'Distributed Link Tracking, workstation', uuid: '300f3532-38cc-11d0-a3f0-0020af6b0add', version: [1, 2], pipes: ['trkwks'], spec: 'MS-DLTW 3.1.4',
    operations: '- - - - - - - - - - - - LnkSearchMachine',
  },
  {
    name: 'trksvr', title: 'Distributed Link Tracking, server', uuid: '4da1c422-943d-11d1-acae-00c04fc2aa3f', version: [1, 0], pipes: ['trksvr'], spec: 'MS-DLTM 3.1.4',
    operations: 'LnkSvrMessage',
  },
  {
    name: 'msgsvcsend', title: 'Messenger Service', uuid: '5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc', version: [1, 0], pipes: [], spec: 'MS-MSRP 3.2.4',
    operations: 'NetrSendMessage',
  },
  {
    name: 'messenger', title: 'Messenger Service, name management', uuid: '17fdd703-1827-4e34-79d4-24a55c53bb37', version: [1, 0], pipes: ['msgsvc', 'ntsvcs'], spec: 'MS-MSRP 3.1.4',
    operations: 'NetrSendMessage',
  },
  {
    name: 'clusapi', title: 'Failover Cluster Management', uuid: 'b97db8b2-4c63-11cf-bff6-08002be23f2f', version: [3, 0], pipes: [], spec: 'MS-CMRP 3.1.4',
    operations:
      'OpenCluster CloseCluster SetClusterName GetClusterName GetClusterVersion GetQuorumResource SetQuorumResource CreateEnum ' +
      'OpenResource CreateResource DeleteResource CloseResource GetResourceState SetResourceName GetResourceId GetResourceType ' +
      'FailResource OnlineResource OfflineResource AddResourceDependency RemoveResourceDependency CanResourceBeDependent CreateResEnum ' +
      'AddResourceNode RemoveResourceNode ChangeResourceGroup CreateResourceType DeleteResourceType GetRootKey CreateKey OpenKey EnumKey ' +
      'SetValue DeleteValue QueryValue DeleteKey EnumValue CloseKey QueryInfoKey SetKeySecurity GetKeySecurity OpenGroup CreateGroup ' +
      'DeleteGroup CloseGroup GetGroupState SetGroupName GetGroupId GetNodeId OnlineGroup OfflineGroup MoveGroup MoveGroupToNode ' +
      'CreateGroupResourceEnum SetGroupNodeList CreateNotify CloseNotify AddNotifyCluster AddNotifyNode AddNotifyGroup AddNotifyResource ' +
      'AddNotifyKey ReAddNotifyNode ReAddNotifyGroup ReAddNotifyResource GetNotify OpenNode CloseNode GetNodeState PauseNode ResumeNode ' +
      'EvictNode NodeResourceControl ResourceControl NodeResourceTypeControl ResourceTypeControl NodeGroupControl GroupControl ' +
      'NodeNodeControl NodeControl Opnum80NotUsedOnWire OpenNetwork CloseNetwork GetNetworkState SetNetworkName CreateNetworkEnum ' +
      'GetNetworkId SetNetworkPriorityOrder NodeNetworkControl NetworkControl AddNotifyNetwork ReAddNotifyNetwork OpenNetInterface ' +
      'CloseNetInterface GetNetInterfaceState GetNetInterface GetNetInterfaceId NodeNetInterfaceControl NetInterfaceControl ' +
      'AddNotifyNetInterface ReAddNotifyNetInterface CreateNodeEnum GetClusterVersion2 CreateResTypeEnum BackupClusterDatabase ' +
      'NodeClusterControl ClusterControl UnblockGetNotifyCall SetServiceAccountPassword SetResourceDependencyExpression ' +
      'GetResourceDependencyExpression Opnum111NotUsedOnWire GetResourceNetworkName ExecuteBatch CreateBatchPort GetBatchNotification ' +
      'CloseBatchPort OpenClusterEx OpenNodeEx OpenGroupEx OpenResourceEx OpenNetworkEx OpenNetInterfaceEx ChangeCsvState ' +
      'CreateNodeEnumEx CreateEnumEx PauseNodeEx PauseNodeWithDrainTarget ResumeNodeEx CreateGroupEx OnlineGroupEx OfflineGroupEx ' +
      'MoveGroupEx MoveGroupToNodeEx CancelClusterGroupOperation OnlineResourceEx OfflineResourceEx CreateNotifyV2 AddNotifyV2 ' +
      'GetNotifyV2 QueryAllValues StmFindDisk ClusterMrr CreateGroupEnum CreateResourceEnum ExecuteReadBatch RestartResource ' +
      'GetNotifyAsync Opnum148NotUsedOnWire Opnum149otUsedOnWire Opnum150NotUsedOnWire Opnum151NotUsedOnWire Opnum152NotUsedOnWire ' +
      'Opnum153NotUsedOnWire Opnum154NotUsedOnWire AddNotifyResourceTypeV2 Opnum156NotUsedOnWire ExecuteReadBatchEx ' +
      'Opnum158NotUsedOnWire Opnum159NotUsedOnWire Opnum160NotUsedOnWire Opnum161NotUsedOnWire Opnum162NotUsedOnWire CreateGroupSet ' +
      'OpenGroupSet CloseGroupSet DeleteGroupSet AddGroupToGroupSet RemoveGroupFromGroupSet MoveGroupToGroupSet Opnum170NotUsedOnWire ' +
      'AddGroupSetDependency AddGroupToGroupSetDependency NodeGroupSetControl GroupSetControl SetGroupDependencyExpression ' +
      'RemoveClusterGroupDependency SetGroupSetDependencyExpression RemoveGroupSetDependency RemoveClusterGroupToGroupSetDependency ' +
      'CreateGroupSetEnum CreateNetInterfaceEnum ChangeCsvStateEx AddGroupToGroupSetEx',
  },
  {
    name: 'nspi', title: 'Name Service Provider', uuid: 'f5cc5a18-4264-101a-8c59-08002b2f8426', version: [56, 0], pipes: ['nspi'], spec: 'MS-NSPI 3.1.4',
    operations:
      'NspiBind NspiUnbind NspiUpdateStat NspiQueryRows NspiSeekEntries NspiGetMatches NspiResortRestriction NspiDNToEph NspiGetPropList ' +
      'NspiGetProps NspiCompareDNTs NspiModProps NspiGetHierarchyInfo NspiGetTemplateInfo NspiModLInkAtt NspiDeleteEntries ' +
      'NspiQueryColumns NspiGetNamesFromIDs NspiGetIDsFromNames NspiResolveNames NspiResolveNamesW',
  },
  {
    name: 'rfr', title: 'Address Book Referral', uuid: '1544f5e0-613c-11d1-93df-00c04fd7bd09', version: [1, 0], pipes: [], spec: 'MS-OXABREF 3.1.4',
    operations: 'RfrGetNewDSA RfrGetFQDNFromLegacyDN',
  },
  {
    name: 'mapi', title: 'Exchange MAPI', uuid: 'a4f1db00-ca47-1067-b31f-00dd010662da', version: [0, 81], pipes: [], spec: 'MS-OXCRPC 3.1.4',
    operations:
      'EcDoConnect EcDoDisconnect EcDoRpc EcGetMoreRpc EcRRegisterPushNotification EcRUnregisterPushNotification EcDummyRpc EcRGetDCName ' +
      'EcRNetGetDCName EcDoRpcExt',
  },
  {
    name: 'oxid', title: 'DCOM OXID Resolver', uuid: '99fcfec4-5260-101b-bbcb-00aa0021347a', version: [0, 0], pipes: [], spec: 'MS-DCOM 3.1.2.5.1',
    operations: 'ResolveOxid SimplePing ComplexPing ServerAlive ResolveOxid2 ServerAlive2',
  },
  {
    name: 'remact', title: 'DCOM Remote Activation', uuid: '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57', version: [0, 0], pipes: [], spec: 'MS-DCOM 3.1.2.5.2.3.1',
    operations: 'RemoteActivation',
  },
  {
    name: 'isystemactivator', title: 'DCOM Remote SCM Activator', uuid: '000001a0-0000-0000-c000-000000000046', version: [0, 0], pipes: [], spec: 'MS-DCOM 3.1.2.5.2.3.2',
    operations:
      'QueryInterfaceIRemoteSCMActivator AddRefIRemoteISCMActivator ReleaseIRemoteISCMActivator RemoteGetClassObject ' +
      'RemoteCreateInstance',
  },
  {
    name: 'remunk', title: 'DCOM IRemUnknown2', uuid: '00000143-0000-0000-c000-000000000046', version: [0, 0], pipes: [], spec: 'MS-DCOM 3.1.1.5.7',
    operations: 'QueryInterface AddRef Release RemQueryInterface RemAddRef RemRelease RemQueryInterface2',
  },
  {
    name: 'pnp', title: 'Plug and Play', uuid: '8d9f4e40-a03d-11ce-8f69-08003e30051b', version: [1, 0], pipes: ['ntsvcs', 'plugplay'], spec: 'Windows',
    operations:
      'PNP_Disconnect PNP_Connect PNP_GetVersion PNP_GetGlobalState PNP_InitDetection PNP_ReportLogOn PNP_ValidateDeviceInstance ' +
      'PNP_GetRootDeviceInstance PNP_GetRelatedDeviceInstance PNP_EnumerateSubKeys PNP_GetDeviceList PNP_GetDeviceListSize PNP_GetDepth ' +
      'PNP_GetDeviceRegProp PNP_SetDeviceRegProp PNP_GetClassInstance PNP_CreateKey PNP_DeleteRegistryKey PNP_GetClassCount ' +
      'PNP_GetClassName PNP_DeleteClassKey PNP_GetInterfaceDeviceAlias PNP_GetInterfaceDeviceList PNP_GetInterfaceDeviceListSize ' +
      'PNP_RegisterDeviceClassAssociation PNP_UnregisterDeviceClassAssociation PNP_GetClassRegProp PNP_SetClassRegProp PNP_CreateDevInst ' +
      'PNP_DeviceInstanceAction PNP_GetDeviceStatus PNP_SetDeviceProblem PNP_DisableDevInst PNP_UninstallDevInst PNP_AddID ' +
      'PNP_RegisterDriver PNP_QueryRemove PNP_RequestDeviceEject PNP_IsDockStationPresent PNP_RequestEjectPC PNP_HwProfFlags ' +
      'PNP_GetHwProfInfo PNP_AddEmptyLogConf PNP_FreeLogConf PNP_GetFirstLogConf PNP_GetNextLogConf PNP_GetLogConfPriority PNP_AddResDes ' +
      'PNP_FreeResDes PNP_GetNextResDes PNP_GetResDesData PNP_GetResDesDataSize PNP_ModifyResDes PNP_DetectResourceConflict ' +
      'PNP_QueryResConfList PNP_SetHwProf PNP_QueryArbitratorFreeData PNP_QueryArbitratorFreeSize PNP_RunDetection ' +
      'PNP_RegisterNotification PNP_UnregisterNotification PNP_GetCustomDevProp PNP_GetVersionInternal PNP_GetBlockedDriverInfo ' +
      'PNP_GetServerSideDeviceInstallFlags PNP_GetObjectPropKeys PNP_GetObjectProp PNP_SetObjectProp PNP_InstallDevInst ' +
      'PNP_ApplyPowerSettings PNP_DriverStoreAddDriverPackage PNP_DriverStoreDeleteDriverPackage PNP_RegisterServiceNotification ' +
      'PNP_SetActiveService PNP_DeleteServiceDevices',
  },
  {
    name: 'dnsserver', title: 'DNS Server Management', uuid: '50abc2a4-574d-40b3-9d66-ee4fd5fba076', version: [5, 0], pipes: ['dnsserver'], spec: 'MS-DNSP 3.1.4',
    operations:
      'DnssrvOperation DnssrvQuery DnssrvComplexOperation DnssrvEnumRecords DnssrvUpdateRecord DnssrvOperation2 DnssrvQuery2 ' +
      'DnssrvComplexOperation2 DnssrvEnumRecords2 DnssrvUpdateRecord2',
  },
  {
    name: 'mdssvc', title: 'Spotlight', uuid: '885d85fb-c754-4062-a0e7-68692ce64f43', version: [2, 0], pipes: ['mdssvc'], spec: 'Samba',
    operations: 'open unknown1 cmd close',
  },
  {
    name: 'browser', title: 'Computer Browser', uuid: '6bffd098-a112-3610-9833-012892020162', version: [0, 0], pipes: ['browser'], spec: 'MS-BRWSA 3.1.4',
    operations: '',
  },
  {
    name: 'rras', title: 'Routing and Remote Access', uuid: '8f09f000-b7ed-11ce-bbd2-00001a181cad', version: [0, 0], pipes: ['router'], spec: 'MS-RRASM 3.1.4',
    operations:
      'MprAdminServerGetInfo RasAdminConnectionEnum RasAdminConnectionGetInfo RasAdminConnectionClearStats RasAdminPortEnum ' +
      'RasAdminPortGetInfo RasAdminPortClearStats RasAdminPortReset RasAdminPortDisconnect RouterInterfaceTransportSetGlobalInfo ' +
      'RouterInterfaceTransportGetGlobalInfo RouterInterfaceGetHandle RouterInterfaceCreate RouterInterfaceGetInfo ' +
      'RouterInterfaceSetInfo RouterInterfaceDelete RouterInterfaceTransportRemove RouterInterfaceTransportAdd ' +
      'RouterInterfaceTransportGetInfo RouterInterfaceTransportSetInfo RouterInterfaceEnum RouterInterfaceConnect ' +
      'RouterInterfaceDisconnect RouterInterfaceUpdateRoutes RouterInterfaceQueryUpdateResult RouterInterfaceUpdatePhonebookInfo ' +
      'MIBEntryCreate MIBEntryDelete MIBEntrySet MIBEntryGet MIBEntryGetFirst MIBEntryGetNext MIBGetTrapInfo MIBSetTrapInfo ' +
      'RasAdminConnectionNotification RasAdminSendUserMessage RouterDeviceEnum RouterInterfaceTransportCreate ' +
      'RouterInterfaceDeviceGetInfo RouterInterfaceDeviceSetInfo RouterInterfaceSetCredentialsEx RouterInterfaceGetCredentialsEx ' +
      'RasAdminConnectionRemoveQuarantine',
  },
  {
    name: 'icertpassage', title: 'Certificate Enrollment', uuid: '91ae6020-9e3c-11cf-8d7c-00aa00c091be', version: [0, 0], pipes: ['cert'], spec: 'MS-ICPR 3.2.4',
    operations: 'CertServerRequest',
  },
  {
    name: 'bkrp', title: 'BackupKey', uuid: '3dde7c30-165d-11d1-ab8f-00805f14db40', version: [1, 0], pipes: ['protected_storage', 'ntsvcs'], spec: 'MS-BKRP 3.1.4',
    operations: 'BackuprKey',
  },
  {
    name: 'isdkey', title: 'Group Key Distribution', uuid: 'b9785960-524f-11df-8b6d-83dcded72085', version: [1, 0], pipes: [], spec: 'MS-GKDI 3.1.4',
    operations: 'GetKey',
  },
  {
    name: 'authzr', title: 'Remote Authorization', uuid: '0b1c2170-5732-4e0e-8cd3-d9b16f3b84d7', version: [0, 0], pipes: [], spec: 'MS-RAA 3.1.4',
    operations:
      'AuthzrFreeContext AuthzrInitializeContextFromSid AuthzrInitializeCompoundContext AuthzrAccessCheck ' +
      'AuthzrGetInformationFromContext AuthzrModifyClaims AuthzrModifySids',
  },
  {
    name: 'lsacap', title: 'Central Access Policy', uuid: 'afc07e2e-311c-4435-808c-c483ffeec7c9', version: [1, 0], pipes: ['lsarpc'], spec: 'MS-CAPR 3.1.4',
    operations: 'LsarGetAvailableCAPIDs',
  },
  {
    name: 'dhcpsrv', title: 'DHCP Server Management', uuid: '6bffd098-a112-3610-9833-46c3f874532d', version: [1, 0], pipes: ['dhcpserver'], spec: 'MS-DHCPM 3.1.4',
    operations: '',
  },
  {
    name: 'w32time', title: 'Windows Time', uuid: '8fb6d884-2388-11d0-8c35-00c04fda2795', version: [4, 1], pipes: ['w32time'], spec: 'MS-W32T 3.1.4',
    operations: '',
  },
  {
    name: 'termsrv', title: 'Terminal Services', uuid: '5ca4a760-ebb1-11cf-8611-00a0245420ed', version: [1, 0], pipes: ['ctx_winstation_api_service'], spec: 'MS-TSTS 3.7.4',
    operations: '',
  },
  {
    name: 'fsrm', title: 'FSRM Quota Manager', uuid: '8bb68c7d-19d8-4ffb-809e-be4fc1734014', version: [0, 0], pipes: [], spec: 'MS-FSRM 3.2.4',
    operations: '',
  },
];
