package e2e

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

// memory is what the largest of the browser's tabs holds for itself, WebAssembly and workers included, in MB; 0 where the system does not
// tell.
func (p *page) memory() (largest float64) {
	p.t.Helper()
	processes, err := cdp.Call(p.ctx, chromedp.FromContext(p.ctx).Browser, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, process := range processes.ProcessInfo {
		if process.Type == "renderer" {
			largest = max(largest, anonymous(process.ID))
		}
	}
	return largest
}

// anonymous is a process's memory that is no file's, in MB.
func anonymous(process int64) float64 {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) == 3 && fields[0] == "RssAnon:" {
			kB, err := strconv.Atoi(fields[1])
			if err == nil {
				return float64(kB) * 1024 / 1e6
			}
		}
	}
	return 0
}
