// The mixer of the test card: an ALSA ext-ctl that keeps its values in a file, one control a line, so that a test can read them.
//
//   ctl.NAME { type hookswitch_controls  state_file F  unplug_file F }
//
// While `unplug_file` exists, the card is gone.
#ifndef PIC
#define PIC
#endif
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <string>

namespace {

struct Control {
  const char* name;
  unsigned index;
  long most;
};

constexpr std::array<Control, 6> controls{{
    {"Handset Playback Switch", 0, 1},
    {"Speaker Playback Switch", 0, 1},
    {"Speaker Playback Switch", 1, 1},
    {"Speaker Playback Volume", 0, 60},
    {"Mic Capture Switch", 0, 1},
    {"Bare Playback Volume", 0, 60},
}};
constexpr std::size_t first_volume = 3;

/// -60 to 0 dB in steps of one.
constexpr unsigned scale[] = {SND_CTL_TLVT_DB_SCALE, 2 * sizeof(unsigned), static_cast<unsigned>(-6000), 100};

struct Mixer {
  snd_ctl_ext_t plug{};
  std::string state_file;
  std::string unplug_file;
  std::array<long, controls.size()> values{};

  bool unplugged() const { return !unplug_file.empty() && access(unplug_file.c_str(), F_OK) == 0; }
  void load() {
    std::ifstream file(state_file);
    std::string line;
    for (long& value : values) {
      if (std::getline(file, line)) value = std::stol(line.substr(line.rfind(' ') + 1));
    }
  }
  void save() const {
    const std::string next = state_file + ".next";
    std::ofstream file(next);
    for (std::size_t i = 0; i < controls.size(); ++i) {
      file << controls[i].name << ' ' << controls[i].index << ' ' << values[i] << '\n';
    }
    file.close();
    if (rename(next.c_str(), state_file.c_str()) != 0) unlink(next.c_str());
  }
};

Mixer& mixer_of(snd_ctl_ext_t* plug) { return *static_cast<Mixer*>(plug->private_data); }

void close_mixer(snd_ctl_ext_t* plug) { delete &mixer_of(plug); }

int elem_count(snd_ctl_ext_t*) { return controls.size(); }

int elem_list(snd_ctl_ext_t*, unsigned offset, snd_ctl_elem_id_t* id) {
  if (offset >= controls.size()) return -EINVAL;
  snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_MIXER);
  snd_ctl_elem_id_set_name(id, controls[offset].name);
  snd_ctl_elem_id_set_index(id, controls[offset].index);
  return 0;
}

snd_ctl_ext_key_t find_elem(snd_ctl_ext_t*, const snd_ctl_elem_id_t* id) {
  const unsigned number = snd_ctl_elem_id_get_numid(id);
  if (number > 0 && number <= controls.size()) return number - 1;
  for (std::size_t i = 0; i < controls.size(); ++i) {
    if (std::strcmp(snd_ctl_elem_id_get_name(id), controls[i].name) == 0 && snd_ctl_elem_id_get_index(id) == controls[i].index) return i;
  }
  return SND_CTL_EXT_KEY_NOT_FOUND;
}

int get_attribute(snd_ctl_ext_t*, snd_ctl_ext_key_t key, int* type, unsigned* access, unsigned* count) {
  const bool volume = controls[key].most > 1;
  *type = volume ? SND_CTL_ELEM_TYPE_INTEGER : SND_CTL_ELEM_TYPE_BOOLEAN;
  *access = SND_CTL_EXT_ACCESS_READWRITE;
  if (key == first_volume) *access |= SND_CTL_EXT_ACCESS_TLV_READ;
  *count = 1;
  return 0;
}

int get_integer_info(snd_ctl_ext_t*, snd_ctl_ext_key_t key, long* least, long* most, long* step) {
  *least = 0;
  *most = controls[key].most;
  *step = 1;
  return 0;
}

int read_integer(snd_ctl_ext_t* plug, snd_ctl_ext_key_t key, long* value) {
  *value = mixer_of(plug).values[key];
  return 0;
}

int write_integer(snd_ctl_ext_t* plug, snd_ctl_ext_key_t key, long* value) {
  Mixer& mixer = mixer_of(plug);
  if (mixer.unplugged()) return -ENODEV;
  mixer.values[key] = *value;
  mixer.save();
  return 1;
}

int read_event(snd_ctl_ext_t*, snd_ctl_elem_id_t*, unsigned*) { return -EAGAIN; }

const snd_ctl_ext_callback_t callbacks = [] {
  snd_ctl_ext_callback_t made{};
  made.close = close_mixer;
  made.elem_count = elem_count;
  made.elem_list = elem_list;
  made.find_elem = find_elem;
  made.get_attribute = get_attribute;
  made.get_integer_info = get_integer_info;
  made.read_integer = read_integer;
  made.write_integer = write_integer;
  made.read_event = read_event;
  return made;
}();

std::string text_of(snd_config_t* config, const char* key) {
  snd_config_t* node = nullptr;
  const char* found = nullptr;
  return snd_config_search(config, key, &node) == 0 && snd_config_get_string(node, &found) == 0 ? found : "";
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) SND_CTL_PLUGIN_DEFINE_FUNC(hookswitch_controls) {
  (void)root;
  auto* mixer = new Mixer;
  mixer->state_file = text_of(conf, "state_file");
  mixer->unplug_file = text_of(conf, "unplug_file");
  if (mixer->unplugged()) {
    delete mixer;
    return -ENODEV;
  }
  mixer->load();
  mixer->plug.version = SND_CTL_EXT_VERSION;
  std::strcpy(mixer->plug.id, "hookswitch");
  std::strcpy(mixer->plug.name, "Hookswitch test card");
  std::strcpy(mixer->plug.mixername, "Hookswitch test mixer");
  mixer->plug.poll_fd = -1;
  mixer->plug.callback = &callbacks;
  mixer->plug.private_data = mixer;
  mixer->plug.tlv.p = scale;
  const int code = snd_ctl_ext_create(&mixer->plug, name, mode);
  if (code < 0) {
    delete mixer;
    return code;
  }
  *handlep = mixer->plug.handle;
  return 0;
}

__attribute__((visibility("default"))) SND_CTL_PLUGIN_SYMBOL(hookswitch_controls)

}
