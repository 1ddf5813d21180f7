// A mixer of ALSA's, on the controls of the test card (alsa-card/controls.cc).
#ifdef HOOKSWITCH_ALSA_CARD

#include "device/alsa_mixer.h"

#include <alsa/asoundlib.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "test.h"

using namespace hookswitch;

namespace {

class Card {
 public:
  Card() : folder_(std::filesystem::temp_directory_path() / ("hookswitch-mixer-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    const std::string config = (folder_ / "asound.conf").string();
    std::ofstream(config) << "</usr/share/alsa/alsa.conf>\n"
                          << "ctl_type.hookswitch_controls { lib \"" << HOOKSWITCH_ALSA_CARD << "\" }\n"
                          << "ctl.board { type hookswitch_controls state_file \"" << (folder_ / "state").string()
                          << "\" unplug_file \"" << (folder_ / "away").string() << "\" }\n";
    setenv("ALSA_CONFIG_PATH", config.c_str(), 1);
  }
  ~Card() {
    snd_config_update_free_global();
    unsetenv("ALSA_CONFIG_PATH");
    std::filesystem::remove_all(folder_);
  }
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;

  void unplug() const { std::ofstream(folder_ / "away") << "x"; }
  bool has(const std::string& line) const {
    std::ifstream file(folder_ / "state");
    const std::string all((std::istreambuf_iterator<char>(file)), {});
    return all.find(line + "\n") != std::string::npos;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST("a mixer's switches and volumes are set by name, index and direction") {
  const Card card;
  AlsaMixer mixer;
  std::string error;
  CHECK(mixer.open("board", error));
  CHECK(mixer.set_switch({"Speaker", 1, false}, true, error));
  CHECK(mixer.set_switch({"Mic", 0, true}, true, error));
  CHECK(card.has("Speaker Playback Switch 0 0") && card.has("Speaker Playback Switch 1 1") && card.has("Mic Capture Switch 0 1"));
  CHECK(mixer.set_switch({"Speaker", 1, false}, false, error));
  CHECK(card.has("Speaker Playback Switch 1 0"));
  // 60 is 0 dB; what lies between two steps is the quieter, what lies beyond the last is the last.
  for (const auto& [db, value] : {std::pair{-20.0, "40"}, {-20.5, "39"}, {12.0, "60"}, {-100.0, "0"}}) {
    CHECK(mixer.set_volume({"Speaker"}, db, error));
    CHECK(card.has(std::string("Speaker Playback Volume 0 ") + value));
  }
  CHECK(error.empty());
}

TEST("a control that is gone with its card is told with both names") {
  const Card card;
  AlsaMixer mixer;
  std::string error;
  CHECK(mixer.open("board", error));
  card.unplug();
  CHECK(!mixer.set_switch({"Handset"}, true, error));
  CHECK_EQUAL(error, std::string("mixer control \"Handset\",0 of board: No such device"));
  CHECK(!AlsaMixer().open("board", error));
  CHECK_EQUAL(error, std::string("mixer of board: No such device"));
}

TEST("volumes from 1 to 10 lie on a line in dB") {
  const MixerVolume volume{{"Speaker"}, -36, 0};
  CHECK_NEAR(volume.db_of(10), 0, 1e-9);
  CHECK_NEAR(volume.db_of(4), -24, 1e-9);
  CHECK_NEAR(volume.db_of(1), -36, 1e-9);
  CHECK_NEAR(volume.db_of(0), -36, 1e-9);
}

#endif
