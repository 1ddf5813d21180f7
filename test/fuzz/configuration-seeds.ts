// One small file of each format, and lines of the languages within them: what the fuzzers spoil.

export const configurationSeeds: readonly string[] = [
  '# phone\nvoip/line/0/id=2001\nvoip/line/0/description=" a \\" b "\nvoip/line/0/auth_password={"hs1.AAAA"}\nvoip/media/media_tos=0xb8\nsystem/ntp/gmt_offset=\n',
  'voip/line/1/auth_password={"0qrNRpSJ6aE="}\nprovisioning/speed_dial_uri=NULL\nsystem/ntp/daylight_saving/end_date/month=7\nAllowCallsInLockState=DENY_BOTH\n',
  '<?xml version="1.0"?><a><flat-profile><Line_Enable_1_ ua="na">Yes</Line_Enable_1_><SIP_T1>.5</SIP_T1><User_ID_1_/><Proxy_1_>p:5080</Proxy_1_><!-- x --><Unit_1_Key_2>fnc=blf+sd;sub=2@$PROXY;nme=A</Unit_1_Key_2><Dial_Plan_1_><![CDATA[(<9,:>1xxx|[3-9]xx.)]]></Dial_Plan_1_></flat-profile></a>',
  '<flat-profile><Enable_VLAN>Yes</Enable_VLAN><Time_Zone>GMT-08:00</Time_Zone><Time_Offset__HH_mm_>0:30</Time_Offset__HH_mm_><RTP_Port_Max>16482</RTP_Port_Max><Group_Paging_Script>pggrp=224.168.168.168:34560;name=All;listen=yes;</Group_Paging_Script><Back_Light_Timer>10 s</Back_Light_Timer></flat-profile>',
  '<x><a><b>2001</b></a></x>',
  'Line_Enable[1] "Yes" ;\nDisplay Name[1] ! "Anna" ; # comment\nRTP_Packet_Size "0.030";\n',
  'image_version: P0S3-8-12-00 ; comment\nline1_name: "2001"\nproxy1_address : "pbx.example.org:5080"\ntime_zone: PST\npreferred_codec: g711alaw\ntelnet_level: 2\nstart_media_port: 16384\nend_media_port: 16482\nproxy_backup: UNPROVISIONED\n',
  '<DIALTEMPLATE><TEMPLATE MATCH="9,1.........." Timeout="0" User="Phone" Rewrite="9%1"/><TEMPLATE MATCH="*" Timeout="15"/></DIALTEMPLATE/>',
  '#!version:1.0.0.1\naccount.1.enable = 1\naccount.1.codec.pcma.priority = 1\nlinekey.2.type = 16\nlinekey.2.value = %EMPTY%\nmulticast.listen_address.1.ip_address = 224.5.6.20:10008\nstatic.network.internet_port.type = 2\n',
  '<polycomConfig><reg reg.1.address="2001@p" reg.1.outboundProxy.address="e:5070"/><v voice.codecPref.G711_A="2" voice.codecPref.G722="1"/><x tcpIpApp.sntp.gmtOffset="-12600" qos.ip.rtp.dscp="AF31"/></polycomConfig>',
  '1,4418,0\n2,"44,03",0,"A ""B"""\n',
  'Chime\tchime.pcm\nOld Phone   oldphone.raw\n',
  '("$CCERT" eq "Installed" and $REGTMR1 gt 300)? (A="x";Line_Enable_1_="No")! [--key "$SA" --alias b] https://p/$(MAU:4:2).cfg | http://q/$$x',
  'fnc=blf+sd+cp;sub=1002@$PROXY;nme=Mehmet',
  '1800,3600,7200,14400+3600',
];
