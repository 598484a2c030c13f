package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"summit/shared/attribution"
	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// Job asks for a graph. A later job takes the place of an earlier one that is still waiting, and ends its requests where
// it is for another set.
type Job struct {
	ID      int // answers carry it
	Set     Set
	Channel int // model-wide, whose relations are asked for too; -1: none
	Params  attribution.Parameters
}

// Answer is what came of a job: a drawing or a trouble.
type Answer struct {
	ID        int
	Drawing   *state.Drawing
	Relations *state.Relations // nil if they were not asked for
	Trouble   string
}

// Queue runs jobs on a session, one after the other, the latest waiting one next.
type Queue struct {
	session *Session
	answer  func(Answer)
	waiting chan Job // of capacity 1
	set     Set      // of the job that runs
	cancel  context.CancelFunc
}

// NewQueue starts a queue that hands its answers to answer.
func NewQueue(s *Session, answer func(Answer)) *Queue {
	q := &Queue{session: s, answer: answer, waiting: make(chan Job, 1)}
	go q.run()
	return q
}

// Add puts job in the place of the one that waits.
func (q *Queue) Add(job Job) {
	select {
	case <-q.waiting:
	default:
	}
	if q.cancel != nil && !q.set.equal(job.Set) {
		q.cancel()
	}
	q.waiting <- job
}

func (q *Queue) run() {
	for job := range q.waiting {
		ctx, cancel := context.WithCancel(context.Background())
		q.set, q.cancel = job.Set, cancel
		answer, err := q.do(ctx, job)
		q.cancel = nil
		cancel()
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			q.answer(Answer{ID: job.ID, Trouble: err.Error()})
		default:
			q.answer(answer)
		}
	}
}

// do turns a panic into an error, so that one class cannot end the worker.
func (q *Queue) do(ctx context.Context, job Job) (a Answer, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the computation failed: %v", r)
		}
	}()
	a.ID = job.ID
	if a.Drawing, err = q.session.Graph(ctx, job.Set, job.Params); err == nil && job.Channel >= 0 {
		a.Relations, err = q.session.Relations(ctx, job.Set, job.Channel)
	}
	return a, err
}

// Serve is the worker's main program: it answers messages of the page until the page ends it.
func Serve() {
	var queue *Queue
	var opened []byte // the manifest that queue is of
	self := js.Global()
	receive := js.FuncOf(func(_ js.Value, args []js.Value) any {
		message := args[0]
		if root := message.Get("root"); root.Truthy() {
			data := make([]byte, root.Length())
			js.CopyBytesToGo(data, root)
			if base := message.Get("base").String(); queue == nil || queue.session.base != base || !bytes.Equal(data, opened) {
				queue, opened = open(base, data), data
			}
			return nil
		}
		if queue != nil {
			queue.Add(readJob(message))
		}
		return nil
	})
	self.Call("summitServe", receive)
	select {}
}

func open(base string, root []byte) *Queue {
	session, err := Open(base, root)
	if err != nil {
		post(Answer{Trouble: err.Error()})
		return nil
	}
	return NewQueue(session, post)
}

func post(a Answer) {
	message := js.Global().Get("Object").New()
	message.Set("id", a.ID)
	message.Set("trouble", a.Trouble)
	if a.Drawing != nil {
		attach(message, "drawing", a.Drawing.Encode())
	}
	if a.Relations != nil {
		attach(message, "relations", a.Relations.Encode())
	}
	js.Global().Call("postMessage", message)
}

func attach(message js.Value, name string, data []byte) {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	js.Global().Get("Reflect").Call("set", message, name, array) // Set takes no js.Value
}

// Message is the form in which a job is posted to the worker.
func (j Job) Message() map[string]any {
	list := func(numbers []int) []any {
		values := make([]any, len(numbers))
		for k, n := range numbers {
			values[k] = n
		}
		return values
	}
	p := j.Params
	return map[string]any{
		"id": j.ID, "classes": list(j.Set.Classes), "channel": j.Channel, "set": j.Set.Operation, "rank": p.Rank, "damping": p.Damping, "mass": p.Mass,
		"threshold": int(p.MinCount), "nodes": p.MaxNodes, "sign": p.Sign, "hide": list(p.Hide), "exclude": list(p.Exclude),
	}
}

func readJob(message js.Value) Job {
	j := Job{ID: message.Get("id").Int(), Channel: message.Get("channel").Int(), Params: attribution.DefaultParameters()}
	list := func(name string) (numbers []int) {
		values := message.Get(name)
		for k := range values.Length() {
			numbers = append(numbers, values.Index(k).Int())
		}
		return numbers
	}
	j.Set.Classes, j.Set.Operation = list("classes"), message.Get("set").String()
	p := &j.Params
	p.Rank, p.Damping, p.Mass = message.Get("rank").String(), message.Get("damping").Float(), message.Get("mass").Float()
	p.MinCount, p.MaxNodes, p.Sign = uint32(message.Get("threshold").Int()), message.Get("nodes").Int(), message.Get("sign").String()
	p.Hide, p.Exclude = list("hide"), list("exclude")
	return j
}
