// Makes ready what the media thread is given.
#include "engine/engine.h"

#include "engine/random.h"

namespace hookswitch {

namespace {

constexpr int kReceivePriority = 49;

std::string signature_of(const CodecSetup& codec) {
  return codec.name + "/" + std::to_string(codec.parameters.clock_rate) + "/" + std::to_string(codec.parameters.channels) +
         (codec.parameters.discontinuous ? "~ " : " ") + codec.parameters.format;
}

bool make_send_format(const SessionConfiguration& configuration, SendFormat& format) {
  format.name = signature_of(configuration.send);
  format.payload_type = configuration.send.payload_type;
  format.packet_ms = configuration.send.packet_ms;
  format.event_payload_type = configuration.event_send;
  format.noise_payload_type = configuration.noise_send;
  format.codec = make_codec(configuration.send.name, configuration.send.parameters);
  if (!format.codec || format.codec->frame_samples(format.packet_ms) == 0) return false;
  if (format.codec->sample_rate() != kCoreRate) {
    format.resampler = std::make_unique<Resampler>(kCoreRate, format.codec->sample_rate());
  }
  return true;
}

bool make_receive_format(const SessionConfiguration& configuration, ReceiveFormat& format) {
  format.event_payload_type = configuration.event_receive;
  format.decoders = std::make_unique<DecoderBank>(kCoreRate);
  for (const CodecSetup& codec : configuration.receive) {
    if (!format.decoders->add(codec.payload_type, codec.name, codec.parameters)) return false;
    format.signature += signature_of(codec) + "/" + std::to_string(codec.payload_type) + " ";
  }
  return true;
}

/// Nullptr where none is wanted. `made` is false when the keys can not be used.
std::unique_ptr<SrtpContext> context_of(const DirectionSecurity& security, std::optional<uint32_t> ssrc, bool& made) {
  if (security.mode != DirectionSecurity::Mode::keyed) return nullptr;
  auto context = ssrc ? SrtpContext::for_sending(security.keys, *ssrc) : SrtpContext::for_receiving(security.keys);
  if (!context) made = false;
  return context;
}

}  // namespace

Engine::Engine(std::function<void()> wake_listener)
    : receiver_(std::move(wake_listener)), opener_(commands_), files_(commands_), media_(commands_, opener_, receiver_) {}

Engine::~Engine() { stop(); }

bool Engine::start(std::string& error) {
  if (!receiver_.start(kReceivePriority, error)) return false;
  if (opener_.start() && files_.start() && media_.start()) return true;
  error = "no thread";
  return false;
}

void Engine::stop() {
  sessions_.clear();
  media_.stop();
  opener_.stop();
  files_.stop();
  srtp_starter_.join();
  receiver_.stop();
}

SimulatedDevice& Engine::simulated() {
  if (!simulated_) {
    simulated_ = std::make_unique<DeviceSlot>();
    auto device = std::make_unique<SimulatedDevice>(kCoreRate);
    simulated_->simulated = device.get();
    simulated_->device = std::move(device);
  }
  return *simulated_->simulated;
}

void Engine::open_simulated(PathName path, const std::optional<Reflection>& room) {
  if (room && !simulated_opened_) simulated().put_into(*room);
  simulated();
  commands_.push(AttachDevice{path, simulated_.get()});
  volume_by_mixer_[static_cast<size_t>(path)] = false;
  opener_.change_mixers([path](MixerState& state) { state.of(path).mixer.reset(); });
  if (!simulated_opened_) opener_.open(simulated_.get());
  simulated_opened_ = true;
}

bool Engine::open_alsa(PathName path, AlsaNames names, std::optional<PathMixer> mixer) {
  const bool rings_apart = !names.ringer.empty() && names.ringer != names.playback;
  const std::string key = names.playback + '\n' + names.capture + '\n' + names.ringer;
  auto& slot = alsa_[key];
  const bool added = !slot;
  if (added) {
    auto device = make_alsa_device(std::move(names));
    if (!device) {
      alsa_.erase(key);
      return false;
    }
    slot = std::make_unique<DeviceSlot>();
    slot->device = std::move(device);
  }
  commands_.push(AttachDevice{path, slot.get()});
  if (added) opener_.open(slot.get());
  volume_by_mixer_[static_cast<size_t>(path)] = mixer && mixer->volume;
  opener_.change_mixers([&](MixerState& state) {
    MixerState::Path& to = state.of(path);
    to.mixer = std::move(mixer);
    to.slot = slot.get();
    to.rings_apart = rings_apart;
  });
  return true;
}

void Engine::select_path(std::optional<PathName> path) {
  commands_.push(SelectPath{path});
  opener_.change_mixers([path](MixerState& state) { state.live = path; });
}

void Engine::set_volume(std::optional<PathName> path, int level) {
  // Where a mixer's control is the volume, the opener says what is left to the core.
  if (!path || !volume_by_mixer_[static_cast<size_t>(*path)]) commands_.push(SetVolume{path, level});
  if (path) opener_.change_mixers([&](MixerState& state) { state.of(*path).level = level; });
}

void Engine::play_ring(PathName path, std::unique_ptr<RingScript> ring) {
  commands_.push(PlayRing{path, std::move(ring)});
  opener_.change_mixers([path](MixerState& state) { state.ringing = path; });
}

void Engine::stop_ring() {
  commands_.push(StopRing{});
  opener_.change_mixers([](MixerState& state) { state.ringing.reset(); });
}

bool Engine::open_session(const SessionRequest& request, OpenedPorts& ports, std::string& error) {
  if (sessions_.contains(request.id)) {
    error = "session exists";
    return false;
  }
  if (sessions_.size() >= MediaThread::kMaxSessions) {
    error = "too many sessions";
    return false;
  }
  auto session = std::make_unique<Session>(request.id, request.canonical_name, kCoreRate);
  session->wait_for_packets(request.delay);
  SocketPair& sockets = session->port.sockets;
  if (request.group.empty()) {
    const auto start = static_cast<uint32_t>(secure_random());
    if (!sockets.open(request.address, request.first_port, request.last_port, request.tos, start, error)) return false;
  } else {
    if (!sockets.join(request.group, request.group_port, request.address, error)) return false;
    session->listen_to_group(int64_t{request.group_over_ms} * 1000);
  }
  const OpenSession open{session.get(),          request.first_port,       request.last_port,
                         request.tos,            request.omits_checksums,  request.most_unreachable > 0};
  open.prepare();
  session->port.give_up_after(request.most_unreachable);
  ports.rtp = session->port.sockets.rtp_port();
  ports.rtcp = static_cast<uint16_t>(ports.rtp + 1);
  if (!request.mirror_address.empty()) {
    const auto mirror = Endpoint::from(request.mirror_address, request.mirror_port);
    // The call is worth more than its copy.
    if (mirror) session->port.mirror.open(*mirror);
  }
  if (request.lifts_handshakes) session->port.lift_handshakes();
  if (request.secured && !srtp_started_) srtp_started_ = srtp_starter_.start("srtp-start", [] { srtp_library_ready(); });
  if (!receiver_.add(session.get())) {
    error = "sockets cannot be watched";
    // One of them may be watched already: it stays the receiver's to the end.
    session.release();
    return false;
  }
  sessions_.insert({request.id, open});
  commands_.push(AddSession{session.release()});
  return true;
}

void Engine::OpenSession::prepare() const {
  SocketPair& sockets = session->port.sockets;
  if (omits_checksums) sockets.omit_checksums();
  if (watches_errors) sockets.watch_errors();
}

bool Engine::rebind_session(uint32_t id, std::string_view address, OpenedPorts& ports, std::string& error) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) {
    error = "no such session";
    return false;
  }
  const OpenSession& open = found->second;
  SocketPair& sockets = open.session->port.sockets;
  if (!sockets.move(address, open.first_port, open.last_port, open.tos, error)) return false;
  open.prepare();
  ports.rtp = sockets.rtp_port();
  ports.rtcp = static_cast<uint16_t>(ports.rtp + 1);
  if (receiver_.watch_again(open.session)) return true;
  error = "sockets cannot be watched";
  return false;
}

bool Engine::configure_session(uint32_t id, const SessionConfiguration& configuration, std::string& error) {
  auto setup = std::make_unique<SessionSetup>();
  const auto rtp = Endpoint::from(configuration.remote_address, configuration.rtp_port);
  const auto rtcp = Endpoint::from(configuration.rtcp_address, configuration.rtcp_port);
  const bool relayed = !configuration.relay_address.empty();
  const auto relay = relayed ? Endpoint::from(configuration.relay_address, configuration.relay_port) : std::nullopt;
  const auto found = sessions_.find(id);
  // Closed meanwhile.
  if (found == sessions_.end()) return true;
  Session& session = *found->second.session;
  bool keys_usable = true;
  auto receive_security = std::make_unique<ReceiveSetup>();
  receive_security->mode = configuration.receive_security.mode;
  receive_security->context = context_of(configuration.receive_security, std::nullopt, keys_usable);
  setup->security.mode = configuration.send_security.mode;
  setup->security.context = context_of(configuration.send_security, session.ssrc(), keys_usable);
  if (!rtp || !rtcp || (relayed && !relay)) {
    error = "not a literal address";
  } else if (!make_send_format(configuration, setup->send) || !make_receive_format(configuration, setup->receive)) {
    error = "codec is not in the core";
  } else if (!keys_usable) {
    error = "keys can not be used";
  }
  if (!error.empty()) return false;
  setup->remote = *rtp;
  setup->multiplexed = configuration.multiplexed;
  setup->symmetric = configuration.symmetric;
  setup->roams = configuration.roams;
  const auto path_by = [&relay](const Endpoint& straight, uint16_t channel) {
    return relay && channel != 0 ? MediaPath{*relay, channel} : MediaPath{straight};
  };
  setup->rtp = path_by(*rtp, configuration.rtp_channel);
  // The kernel would take an address of zeros for this machine.
  if (configuration.rtcp_channel != 0 || !rtcp->unspecified()) setup->rtcp = path_by(*rtcp, configuration.rtcp_channel);
  setup->sends = configuration.sends && !rtp->unspecified();
  setup->receives = configuration.receives;
  setup->extended_reports = configuration.extended_reports;
  setup->report_interval_ms = configuration.report_interval_ms;
  setup->send.marks_each_event = configuration.marks_each_event;
  session.port.security.change(std::move(receive_security));
  commands_.push(ConfigureSession{id, std::move(setup)});
  return true;
}

void Engine::start_recording(RecordingRequest request) {
  commands_.push(StartRecording{files_.add(std::make_unique<Recording>(std::move(request)))});
}

void Engine::start_playback(uint32_t id, std::string file) {
  commands_.push(StartPlayback{files_.add(std::make_unique<Playback>(id, std::move(file)))});
}

void Engine::send_datagram(uint32_t id, bool rtcp, std::span<const uint8_t> bytes, const Endpoint& to) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || to.unspecified()) return;
  const SocketPair& sockets = found->second.session->port.sockets;
  if (rtcp) {
    sockets.send_rtcp(bytes, to);
  } else {
    sockets.send_rtp(bytes, to);
  }
}

void Engine::close_session(uint32_t id) {
  if (sessions_.erase(id) > 0) commands_.push(CloseSession{id});
}

}  // namespace hookswitch
